import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { pullRequest } from "../src/inputs/payloads.ts";
import { copyApp, deploy, FIXTURES, succeeded } from "./harness.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-elsewhere-"));
chmodSync(scratch, 0o777);
afterAll(() => rmSync(scratch, { recursive: true }));

/** A user that the machine does not even know; another host name where that can be had. */
const USER = "12345";
const asRoot = process.getuid?.() === 0;
/** By Node.js: a shell would drop the inputs, whose names have hyphens. */
const ELSEWHERE = `
const { execFileSync, spawnSync } = require("node:child_process");
const [user, ...command] = process.argv.slice(1);
process.umask(0o077);
if (user) execFileSync("hostname", ["elsewhere"]);
const as = user ? ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] : ["env"];
process.exit(spawnSync(as[0], [...as.slice(1), ...command], { stdio: "inherit" }).status);
`;
const elsewhere = [
  ...(asRoot ? ["unshare", "--uts"] : []),
  ...[process.execPath, "-e", ELSEWHERE, asRoot ? USER : ""],
];

/** A build alone, as a fork's: nothing else has a say in its digest. */
async function build(app: string, by: readonly string[], env: Readonly<Record<string, string>>) {
  const event = pullRequest("opened", "fork");
  const payload = join(scratch, "event.json");
  writeFileSync(payload, JSON.stringify(event.payload));
  chmodSync(payload, 0o644);
  const cloud = { env: {} } as Parameters<typeof deploy>[0];
  const { log, outputs } = succeeded(
    await deploy(cloud, {
      ...{ app, by, stage: "", inputs: { app: "probe", preflight: "off" } },
      env: { ...event.env, GITHUB_EVENT_PATH: payload, ...env },
    }),
  );
  return { log, digest: outputs["bundle-digest"] };
}

test("two builds differ in user, umask, host name, time zone, locale and path, and not in their bytes", async () => {
  const source = join(FIXTURES, "probe");
  // What a compiler makes may differ; so both have what it made for the first.
  const cache = { XDG_CACHE_HOME: join(scratch, "cache") };
  const here = await build(copyApp(source), [], { ...cache, TZ: "UTC", LANG: "C.UTF-8" });

  const far = join(scratch, "a/deeper/folder with a blank");
  mkdirSync(far, { recursive: true });
  const other = join(far, "checkout");
  execFileSync("cp", ["-r", source, other]); // Every time is another.
  execFileSync("find", [other, "-type", "f", "-exec", "touch", "-d", "2001-02-03", "{}", "+"]);
  execFileSync("chmod", ["-R", "go-rwx", other]);
  const home = join(scratch, "home");
  const temp = join(scratch, "temp");
  for (const folder of [home, temp]) mkdirSync(folder);
  if (asRoot) execFileSync("chown", ["-R", `${USER}:${USER}`, scratch]);
  const there = await build(other, elsewhere, {
    ...{ TZ: "Asia/Kathmandu", LANG: "de_DE.UTF-8", LC_ALL: "POSIX" },
    ...{ ...cache, HOME: home, RUNNER_TEMP: temp, USER: "somebody" },
  });

  expect([there.log.includes("From the cache"), here.digest]).toEqual([
    true,
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ]);
  const archives = (log: string) => log.match(/^ {2}(ruby|gems|app): .*$/gm);
  expect(archives(there.log)).toEqual(archives(here.log));
  expect(there.digest).toBe(here.digest);
}, 300_000);
