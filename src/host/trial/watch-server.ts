import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TrialBoot, TrialPlan, TrialResult } from "../../ports/trial.ts";
import type { Start } from "../shell.ts";
import { mapsOf, processInside } from "./processes.ts";
import { openSocket } from "./socket.ts";

/** In the server's folder: the id that it has in its own namespace. */
export const PID_FILE = "trial.pid";

/** The most bytes of output that are reported: the last ones. */
const OUTPUT_LIMIT = 64 * 1024;

/** Milliseconds for the last lines of a server that has ended or answered. */
const LAST_LINES = 200;

/** Milliseconds for making the jail. The server's own time begins after that. */
const SET_UP = 60_000;

/**
 * Starts a server, asks it what the plan wants, and ends it.
 * @param runDir the server's folder, seen from outside
 */
export async function watchServer(
  { file, args, env }: Pick<Start, "file" | "args" | "env">,
  plan: TrialPlan,
  runDir: string,
): Promise<Omit<TrialResult, "isolation">> {
  const child = spawn(file, [...args], {
    cwd: "/",
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  const collect = (bytes: Buffer) => {
    output = (output + bytes.toString("latin1")).slice(-OUTPUT_LIMIT);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  let how: string | undefined;
  const ended = new Promise<void>((resolve) => {
    const end = (reason: string) => {
      how ??= reason;
      resolve();
    };
    child.once("error", (error) => end(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => end(inWords(code, signal)));
  });
  const hasEnded = () => how !== undefined;
  const pidFile = join(runDir, PID_FILE);
  const server = () => processInside(child.pid ?? -1, pidFile);
  const socket = await openSocket(runDir);
  try {
    const latest = performance.now() + SET_UP;
    while (!hasEnded() && !existsSync(pidFile) && performance.now() < latest) await sleep(10);
    const started = performance.now();
    const isListening = await socket.listening(plan.bootLimit, hasEnded);
    const milliseconds = performance.now() - started;
    let boot: TrialBoot = { kind: "late" };
    if (isListening) boot = { kind: "listening", milliseconds };
    else if (how !== undefined) boot = { kind: "ended", how };
    const answer = isListening && plan.request ? await socket.ask(plan.request) : undefined;
    const fileStatus = await askFile(socket, plan.request, answer);
    await sleep(LAST_LINES);
    const maps = mapsOf(server());
    return {
      boot,
      answer,
      fileStatus,
      maps,
      output: Buffer.from(output, "latin1").toString("utf8"),
    };
  } finally {
    await socket.close();
    await end(child, server(), ended);
  }
}

/** Requests the plan's file of a server that has answered. */
async function askFile(
  socket: Pick<Awaited<ReturnType<typeof openSocket>>, "ask">,
  request: TrialPlan["request"],
  answer: TrialResult["answer"],
): Promise<number | undefined> {
  if (request?.file === undefined || typeof answer !== "number") return undefined;
  const status = await socket.ask({ ...request, path: request.file });
  return typeof status === "number" ? status : undefined;
}

/** Kills the server by its own id too: sudo's children can be signalled by root alone. */
async function end(child: ChildProcess, server: number | undefined, ended: Promise<void>) {
  for (const pid of [server, child.pid && -child.pid]) {
    try {
      if (pid) process.kill(pid, "SIGKILL");
    } catch {
      // It has ended, or is not ours: its jail ends with the server.
    }
  }
  await Promise.race([ended, sleep(5_000, undefined, { ref: false })]);
}

/** Says how a process ended. A wrapper's status is 128 + n for signal n. */
export function inWords(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === "SIGKILL" || code === 137) return "was killed (SIGKILL)";
  return signal ? `was ended by ${signal}` : `exited with status ${code}`;
}
