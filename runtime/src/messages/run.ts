import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { constants } from "node:os";
import type { RunMessage, RunResult } from "../../../contract/messages.ts";
import { serverEnvironment } from "../../../contract/server-environment.ts";
import { ServerLog } from "../logs/server-log.ts";
import { killGroup } from "../server/process-id.ts";
import type { Sandbox } from "../server/sandbox.ts";
import { hiding } from "./hide-values.ts";
import { OutputPages } from "./output-pages.ts";
import { OutputTail } from "./output-tail.ts";
import { claimRun, firstResult, leaveResult } from "./run-record.ts";

/** Bytes of output in the result. */
const OUTPUT = 64 * 1024;
/** Milliseconds in which the last pages of output are left. */
const LAST_PAGES = 3000;

/** Milliseconds in which the output ends after the command was killed. A process that has left its group keeps it open. */
const LAST_OUTPUT = 200;

export type RunSandbox = Pick<Sandbox, "environment" | "loaded" | "options">;

/**
 * Runs a command in the app's folder with the rack server's environment, or waits for its result if another invocation
 * has started it. Needs the archives but no server: a migration has to run even if the app does not boot yet.
 * @param limitMs milliseconds after which the command and its children are killed at the latest
 * @throws LoadError; Error if the command was not started
 */
export async function run(
  message: RunMessage,
  sandbox: RunSandbox,
  limitMs: number,
): Promise<RunResult> {
  const until = Date.now() + limitMs;
  const left = () => until - Date.now();
  await sandbox.loaded();
  if (left() <= 0)
    throw new Error("the command was not started: loading the app took all the time");
  const { manifest, place, root, output } = sandbox.options;
  const { record } = message;
  if (record && !(await claimRun(record))) return firstResult(record.readUrl!, left());
  const secret = randomBytes(24).toString("hex");
  const env = serverEnvironment(sandbox.environment, manifest.server, place.home, secret);
  mkdirSync(place.home, { recursive: true, mode: 0o700 });
  const log = new ServerLog(manifest.label, secret, output);
  const hide = hiding(sandbox);
  const tail = new OutputTail(OUTPUT, hide);
  const { pageUrls: urls } = record ?? {};
  const pages = urls && new OutputPages({ urls, hide, output });
  const child = spawn("/bin/sh", shellArguments(message), {
    cwd: manifest.server.cwd,
    env: { ...env, PATH: withFolder(`${root}/bin`, env.PATH) },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  child.stdout.on("data", (chunk: Buffer) => {
    tail.push(chunk);
    pages?.push(chunk);
  });
  log.follow(child.stdout);
  const most = Math.max(0, left() - (pages ? LAST_PAGES : 0));
  const limit = Math.min(most, message.limitMs ?? most);
  const timer = setTimeout(() => {
    const why = limit === most ? "the function ran out of time" : `its limit is ${limit / 1000} s`;
    const text = Buffer.from(`megamode: the command was killed, because ${why}\n`);
    output.write(text.toString());
    tail.push(text);
    pages?.push(text);
    if (child.pid) killGroup(child.pid, "SIGKILL");
    setTimeout(() => child.stdout.destroy(), LAST_OUTPUT);
  }, limit);
  try {
    const status = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
    });
    const result = { status, output: tail.text(), ...(await pages?.end(left())) };
    if (record) await leaveResult(record.resultUrl, result, output);
    return result;
  } finally {
    clearTimeout(timer);
    log.flush();
  }
}

/**
 * Makes the shell run the command in its own place. `exec` before a line would apply to its first word only, so the
 * shell's own stderr is redirected.
 */
function shellArguments({ argv, command = "" }: RunMessage): string[] {
  const own = argv ? ['exec "$@"', "sh", ...argv] : ['eval "$1"', "sh", command];
  return ["-c", `exec 2>&1\n${own[0]}`, ...own.slice(1)];
}

function withFolder(folder: string, path = "/usr/local/bin:/usr/bin:/bin"): string {
  return path.split(":").includes(folder) ? path : `${folder}:${path}`;
}
