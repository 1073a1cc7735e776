import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createShell } from "../../src/host/shell.ts";
import { mappedOutside } from "../../src/preflight/mapped-files.ts";
import { inspectRuby } from "../../src/ruby/interpreter/inspect.ts";
import { packageRuby } from "../../src/ruby/package.ts";
import { plan, SEEN, SEEN_IN_JAIL, server } from "./trial-plans.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-sudo-test-"));
const [backing, trials, programs] = ["root", "trials", "programs"].map((name) =>
  join(scratch, name),
) as [string, string, string];
/** Debian's `nobody`. Where root runs the tests, this user calls a sudo of our own instead. */
const USER = "65534";
const asRoot = process.getuid?.() === 0;
/** https://www.kernel.org/doc/html/latest/userspace-api/no_new_privs.html */
const refused = /^NoNewPrivs:\s*1$/m.test(readFileSync("/proc/self/status", "utf8"));

beforeAll(async () => {
  for (const folder of [backing, trials, programs]) mkdirSync(folder);
  chmodSync(scratch, 0o755);
  const ruby = await inspectRuby(createShell(), import.meta.dirname);
  await packageRuby({ ruby, backing });
  cpSync("/dev/null", join(backing, ".probe"));
  if (!asRoot) return;
  const sudo = join(programs, "sudo");
  const source = resolve(import.meta.dirname, "../fixtures/sudo/sudo.c");
  execFileSync("cc", ["-o", sudo, source]);
  chmodSync(sudo, 0o4755);
  execFileSync("chown", ["-R", `${USER}:${USER}`, backing, trials]);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

(refused ? test.skip : test)(
  "an ordinary user has a root of its own and a jail by sudo, and is that user in both",
  async () => {
    const plans = [
      plan(server(SEEN)),
      plan("STDERR.puts Process.uid; exit 3"),
      plan("spawn('sleep 4322'); sleep", { bootLimit: 700 }),
    ];
    const [file = "", ...args] = [
      ...(asRoot ? ["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"] : []),
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
