import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, test as always, beforeAll, describe, expect } from "@jest/globals";
import { onSocket } from "../../src/app/server/relay.ts";
import { systemClock } from "../../src/host/clock.ts";
import { openBuildRoot } from "../../src/host/root/build-root.ts";
import { isolations } from "../../src/host/root/isolations.ts";
import { createShell } from "../../src/host/shell.ts";
import type { Jail } from "../../src/host/trial/jail.ts";
import { jails } from "../../src/host/trial/jails.ts";
import { runTrial } from "../../src/host/trial/trial.ts";
import type { BuildRoot } from "../../src/ports/build-root.ts";
import type { TrialPlan } from "../../src/ports/trial.ts";
import { judge } from "../../src/preflight/judge.ts";
import { mappedOutside } from "../../src/preflight/mapped-files.ts";
import { inspectRuby } from "../../src/ruby/interpreter/inspect.ts";
import { packageRuby } from "../../src/ruby/package.ts";
import { asRoot, bubblewrapRuns, mayUseSudo } from "../machines.ts";
import { until } from "../until.ts";
import { MAPS_OUTSIDE, plan, SEEN, SEEN_IN_JAIL, server } from "./trial-plans.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-trial-test-"));
let root: BuildRoot;

beforeAll(async () => {
  root = await openBuildRoot("the test of trials", systemClock, () => {});
  const ruby = await inspectRuby(createShell(), resolve(import.meta.dirname));
  await packageRuby({ ruby, backing: root.backing });
});
afterAll(async () => {
  await root?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const uid = process.getuid?.() ?? -1;
const [bubblewrap, chroot] = jails(uid) as [Jail, Jail];
const trial = (wanted: TrialPlan, ways: readonly Jail[]) =>
  runTrial(wanted, { backing: root.backing, wrap: wrapOf(root), scratch }, createShell(), ways);

/** Shows the backing folder at the root's path, as the build root itself does. */
function wrapOf({ backing, isolation, hidesProcesses }: BuildRoot) {
  const way = isolations(uid).find(
    (one) => one.name === isolation && one.hidesProcesses === hidesProcesses,
  );
  return way?.wrap(backing, { folders: [], files: [], held: [] });
}

describe.each([
  ["bubblewrap", bubblewrap, bubblewrapRuns],
  ["chroot", chroot, asRoot || mayUseSudo],
] as const)("a server in a jail by %s", (name, jail, runs) => {
  const test = runs ? always : always.skip;
  const ways = () => [jail];

  test("is asked through its socket, and says what it sees: nothing of the runner", async () => {
    const result = await trial(plan(server(SEEN)), ways());
    expect(result).toMatchObject({ isolation: name, answer: 204, boot: { kind: "listening" } });
    expect(result.output.trim()).toBe(SEEN_IN_JAIL);
    expect(result.maps).toContain("/tmp/mm/lib/libc.so.6");
    expect(mappedOutside(result.maps, ["/tmp/mm"])).toEqual([]);
  });

  test("is asked by the socket too where it listens on a port, and is still the process that is looked at", async () => {
    const onPort = server("head.first.strip").replace(
      /UNIXServer.new\(.*?\)/,
      'TCPServer.new("127.0.0.1", ENV["PORT"])',
    );
    const { argv, env, ...rest } = plan(`require "fiddle"; ${onPort}`);
    const command = { argv, port: 8080, cwd: rest.cwd, env, defaults: {} };
    const wanted = { ...rest, argv: onSocket(command), env: { ...env, PORT: "8080" } };
    const result = await trial(wanted, ways());
    expect(result).toMatchObject({ isolation: name, answer: 204, boot: { kind: "listening" } });
    expect(result.maps).toContain("/fiddle.so");
    const ending = await trial(
      { ...wanted, argv: onSocket({ ...command, argv: [argv[0]!, "-e", "exit 3"] }) },
      ways(),
    );
    expect(ending.boot).toEqual({ kind: "ended", how: "exited with status 3" });
  });

  test("is asked for a file too, once it has answered", async () => {
    const request = { path: "/up", headers: { host: "a.example" }, limit: 30_000 };
    const asked = plan(server("head.first.strip"), { request: { ...request, file: "/a-1.css" } });
    const result = await trial(asked, ways());
    expect([result.answer, result.fileStatus]).toEqual([204, 204]);
    expect(result.output).toContain('"GET /up HTTP/1.1"\n"GET /a-1.css HTTP/1.1"\n');
  });

  test("that maps a library of the runner's, as there is for the jail's own programs, is found out", async () => {
    const wanted = plan(server(MAPS_OUTSIDE));
    const result = await trial(wanted, ways());
    expect(result.output.trim()).toBe("true");
    expect(judge(wanted, { path: "/" }, result, [])).toMatchObject({
      kind: "failed",
      error: {
        message: expect.stringMatching(
          /^The app uses files of this runner that are not in the bundle: `[^`]*\/libpcre2-8\.so\.0`/,
        ),
      },
    });
  });

  test("that ends says how, and what it wrote", async () => {
    const result = await trial(plan('STDERR.puts "on strike"; exit 3'), ways());
    expect(result.boot).toEqual({ kind: "ended", how: "exited with status 3" });
    expect([result.answer, result.output]).toEqual([undefined, "on strike\n"]);
  });

  test("that does not listen in time, or does not answer, is ended with its children", async () => {
    const child = `sleep 4321.${process.pid}`; // No other run's on this machine.
    const late = await trial(plan(`spawn('${child}'); sleep`, { bootLimit: 700 }), ways());
    expect(late.boot).toEqual({ kind: "late" });
    const slow = { path: "/", headers: { host: "a.example" }, limit: 300 };
    const mute = await trial(plan(server("sleep"), { request: slow }), ways());
    expect(mute.answer).toEqual({ problem: "no answer within 0.3 s" });
    const search = { file: "pgrep", args: ["-f", child], cwd: "/" };
    await until(async () => (await createShell().run(search)).status === 1);
  });
});

describe("a server where no jail can be had", () => {
  always("has a clean environment, and what it maps of the runner is seen", async () => {
    const code =
      'require "fiddle"; Fiddle.dlopen(Dir["/lib/*/libz.so.1"].first) && ENV.key?("XDG_CACHE_HOME")';
    const result = await trial(plan(server(code)), []);
    expect(result).toMatchObject({ isolation: "clean environment", answer: 204 });
    expect(result.output).toContain("false");
    expect(mappedOutside(result.maps, ["/tmp/mm"])).toEqual([expect.stringContaining("libz.so.1")]);
  });
});
