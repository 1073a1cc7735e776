import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { constants } from "node:os";
import type { RunMessage, RunResult } from "../../../contract/messages.ts";
import { serverEnvironment } from "../../../contract/server-environment.ts";
import { ServerLog } from "../logs/server-log.ts";
import { killGroup } from "../server/process-id.ts";
import type { Sandbox } from "../server/sandbox.ts";
import { OutputTail } from "./output-tail.ts";
import { claimRun, leaveResult } from "./run-record.ts";

/** Bytes of output in the result. */
const OUTPUT = 64 * 1024;

export type RunSandbox = Pick<Sandbox, "environment" | "loaded" | "options">;

/**
 * Runs a shell command line in the app's folder with the rack server's environment. Needs the archives but no
 * server: a migration has to run even if the app does not boot yet.
 * @param limitMs milliseconds after which the command and its children are killed
 */
export async function run(
  message: RunMessage,
  sandbox: RunSandbox,
  limitMs: number,
): Promise<RunResult> {
  await sandbox.loaded();
  const { manifest, place, root, output } = sandbox.options;
  if (message.record) await claimRun(message.record.claimUrl);
  const secret = randomBytes(24).toString("hex");
  const env = serverEnvironment(sandbox.environment, manifest.server, place.home, secret);
  mkdirSync(place.home, { recursive: true, mode: 0o700 });
  const log = new ServerLog(manifest.label, secret, output);
  const tail = new OutputTail(OUTPUT);
  // `exec` before the command would apply to its first word only, so the shell's own stderr is redirected.
  const child = spawn("/bin/sh", ["-c", 'exec 2>&1\neval "$1"', "sh", message.command], {
    cwd: manifest.server.cwd,
    env: { ...env, PATH: withFolder(`${root}/bin`, env.PATH) },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  child.stdout.on("data", (chunk: Buffer) => {
    tail.push(chunk);
    log.push(chunk);
  });
  const timer = setTimeout(() => {
    const text = "megamode: the command was killed, because the function ran out of time\n";
    output.write(text);
    tail.push(Buffer.from(text));
    if (child.pid) killGroup(child.pid, "SIGKILL");
  }, limitMs);
  try {
    const status = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
    });
    const result = { status, output: withoutCredentials(tail.text(), env) };
    if (message.record) await leaveResult(message.record.resultUrl, result, output);
    return result;
  } finally {
    clearTimeout(timer);
    log.flush();
  }
}

/** Removes the keys of the role's session: the result goes into the log of a job. */
function withoutCredentials(text: string, env: Readonly<Record<string, string>>): string {
  let shown = text;
  for (const key of [env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN]) {
    if (key) shown = shown.replaceAll(key, "***");
  }
  return shown;
}

function withFolder(folder: string, path = "/usr/local/bin:/usr/bin:/bin"): string {
  return path.split(":").includes(folder) ? path : `${folder}:${path}`;
}
