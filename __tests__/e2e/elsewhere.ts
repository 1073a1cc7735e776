import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pullRequest } from "../src/inputs/event/payloads.ts";
import { copyApp, deploy, PROJECT, succeeded } from "./harness.ts";

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

export interface BuiltOnce {
  readonly log: string;
  /** Of the bundle. */
  readonly digest: string | undefined;
  /** What the log says of each archive. */
  readonly archives: readonly string[] | null;
}

/**
 * Builds an app twice, as a fork's pull request does: nothing else has a say in its digest. The second time
 * by another user, with another umask, host name, date, time zone, locale, home, path and time of each file.
 * @param scratch a folder of the test's own
 * @param cache holds gems already, or is empty: what a compiler makes may differ, so both builds have the same
 */
export async function buildTwice(
  source: string,
  scratch: string,
  cache: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<readonly [here: BuiltOnce, there: BuiltOnce]> {
  chmodSync(scratch, 0o777);
  const build = builder(scratch, inputs);
  const here = await build(copyApp(source), [], {
    ...{ XDG_CACHE_HOME: cache, TZ: "UTC", LANG: "C.UTF-8" },
  });

  const far = join(scratch, "a/deeper/folder with a blank");
  mkdirSync(far, { recursive: true });
  const other = join(far, "checkout");
  execFileSync("cp", ["-r", source, other]); // Every time is another.
  execFileSync("find", [other, "-type", "f", "-exec", "touch", "-d", "2001-02-03", "{}", "+"]);
  execFileSync("chmod", ["-R", "go-rwx", other]);
  const [home, temp, gems] = ["home", "temp", "gems"].map((name) => join(scratch, name));
  for (const folder of [home, temp] as string[]) mkdirSync(folder);
  cpSync(cache, gems as string, { recursive: true, verbatimSymlinks: true });
  const clock = compileClock(scratch);
  if (asRoot) execFileSync("chown", ["-R", `${USER}:${USER}`, scratch]);
  const by = [
    ...(asRoot ? ["unshare", "--uts"] : []),
    ...[process.execPath, "-e", ELSEWHERE, asRoot ? USER : ""],
  ];
  const there = await build(other, by, {
    ...{ TZ: "Asia/Kathmandu", LANG: "de_DE.UTF-8", LC_ALL: "POSIX", LD_PRELOAD: clock },
    ...{ XDG_CACHE_HOME: gems, HOME: home, RUNNER_TEMP: temp, USER: "somebody" },
  } as Record<string, string>);
  return [here, there];
}

function builder(scratch: string, inputs: Readonly<Record<string, string>>) {
  const event = pullRequest("opened", "fork");
  const payload = join(scratch, "event.json");
  writeFileSync(payload, JSON.stringify(event.payload));
  chmodSync(payload, 0o644);
  const cloud = { env: {} } as Parameters<typeof deploy>[0];
  return async (
    app: string,
    by: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<BuiltOnce> => {
    const { log, outputs } = succeeded(
      await deploy(cloud, {
        ...{ app, by, stage: "", inputs: { app: "probe", preflight: "off", ...inputs } },
        env: { ...event.env, GITHUB_EVENT_PATH: payload, ...env },
      }),
    );
    const archives = log.match(/^ {2}(ruby|gems|app): .*$/gm);
    return { log, digest: outputs["bundle-digest"], archives };
  };
}

/** A library by which every program of a build has another date. */
function compileClock(scratch: string): string {
  const library = join(scratch, "later.so");
  const source = join(PROJECT, "__tests__/fixtures/clock/later.c");
  execFileSync("cc", ["-shared", "-fPIC", "-o", library, source]);
  const year = ["-e", "console.log(new Date().toISOString())"];
  const [now, later] = [{}, { LD_PRELOAD: library }].map((env) =>
    Date.parse(execFileSync(process.execPath, year, { env, encoding: "utf8" }).trim()),
  ) as [number, number];
  if (later - now < 399 * 86_400_000) throw new Error("The clock is the same.");
  return library;
}
