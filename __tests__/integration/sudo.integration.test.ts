import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createShell } from "../../src/host/shell.ts";
import { mappedOutside } from "../../src/preflight/mapped-files.ts";
import { inspectRuby } from "../../src/ruby/interpreter/inspect.ts";
import { packageRuby } from "../../src/ruby/package.ts";
import {
  AS_USER,
  asRoot,
  buildSudo,
  mayUseSudo,
  noNewPrivileges,
  SUDOS,
  USER,
  withPrograms,
} from "../machines.ts";
import { plan, SEEN, SEEN_IN_JAIL, server } from "./trial-plans.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-sudo-test-"));
const [backing, trials, programs] = ["root", "trials", "programs"].map((name) =>
  join(scratch, name),
) as [string, string, string];
beforeAll(async () => {
  for (const folder of [backing, trials, programs]) mkdirSync(folder);
  chmodSync(scratch, 0o755);
  const ruby = await inspectRuby(createShell(), import.meta.dirname);
  await packageRuby({ ruby, backing });
  cpSync("/dev/null", join(backing, ".probe"));
  if (!asRoot) return;
  execFileSync("chown", ["-R", `${USER}:${USER}`, backing, trials]);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Where root runs the tests, an ordinary user calls a sudo of our own; else this user calls the machine's. */
const sudos = asRoot ? SUDOS : (["the machine's sudo"] as const);

((asRoot ? !noNewPrivileges : mayUseSudo) ? test : test.skip).each(sudos)(
  "an ordinary user has a root of its own and a jail by %s, and is that user in both",
  async (sudo) => {
    const own = sudo === "the machine's sudo" ? [] : [buildSudo(sudo, programs)];
    const plans = [
      plan(server(SEEN)),
      plan("STDERR.puts Process.uid; exit 3"),
      plan("spawn('sleep 4322'); sleep", { bootLimit: 700 }),
    ];
    const [file = "", ...args] = [
      ...(asRoot ? [...withPrograms(...own), ...AS_USER] : []),
      process.execPath,
      join(import.meta.dirname, "by-sudo.ts"),
      backing,
      trials,
      ...plans.map((one) => JSON.stringify(one)),
    ];
    const PATH = `${programs}:${process.env.PATH}`;
    const { status, stdout, output } = await createShell().run({
      file,
      args,
      cwd: "/",
      env: { PATH, HOME: "/nowhere", GREETING: "hello" },
    });
    if (status !== 0) throw new Error(output);
    const found = JSON.parse(stdout);
    const uid = asRoot ? USER : `${process.getuid?.()}`;
    expect(found).toMatchObject({
      works: true,
      ran: { status: 0, stdout: `${uid}\n/tmp/mm/bin\n/nowhere hello\n${PATH}\n` },
      trials: [
        { isolation: "chroot", boot: { kind: "listening" }, answer: 204 },
        { boot: { kind: "ended", how: "exited with status 3" }, output: `${uid}\n` },
        { boot: { kind: "late" } },
      ],
    });
    const lines = Object.entries(found.plan.env).map(([name, value]) => `${name}=${value}`);
    const got = found.unjailed.output.split("\n");
    expect(got).toEqual(expect.arrayContaining(lines));
    expect(got.filter((line: string) => /^(RUBYOPT|MEGAMODE_HANDED)/.test(line))).toEqual([]);
    const [seen] = found.trials;
    expect(seen.output.trim()).toBe(SEEN_IN_JAIL);
    expect(seen.maps).toContain("/tmp/mm/lib/libc.so.6");
    expect(mappedOutside(seen.maps, ["/tmp/mm"])).toEqual([]);
    const left = await createShell().run({ file: "pgrep", args: ["-f", "sleep 4322"], cwd: "/" });
    expect(left.status).toBe(1);
  },
);
