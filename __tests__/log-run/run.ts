import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Judgement, judge } from "./judge.ts";
import type { Heard, Order } from "./sandbox.ts";

const script = fileURLToPath(new URL("./sandbox.ts", import.meta.url));

/** Server and format of the sandboxes, in turn. */
const KINDS = [
  ["puma", "text"],
  ["falcon", "json"],
  ["puma", "json"],
  ["falcon", "text"],
];

interface LogRun {
  readonly sandboxes: number;
  readonly requests: number;
  readonly floods?: boolean;
}

/**
 * Sends requests to sandboxes, each a proxy and a real Puma or Falcon in processes of their own, which are stopped between
 * two requests as Lambda freezes them. Half of each log as JSON.
 * @param abi of the Ruby
 * @param floods whether a last request to the first sandbox writes 50 MB
 * @returns what is to be said of each sandbox's log
 */
export function runLog(
  abi: string,
  { sandboxes, requests, floods = false }: LogRun,
): Promise<readonly Judgement[]> {
  const share = Math.ceil(requests / sandboxes);
  return Promise.all(
    Array.from({ length: sandboxes }, (_, index) =>
      oneSandbox(abi, KINDS[index % KINDS.length]!, share, floods && index === 0),
    ),
  );
}

async function oneSandbox(
  abi: string,
  kind: readonly string[],
  requests: number,
  floods: boolean,
): Promise<Judgement> {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", script, abi, ...kind],
    {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    },
  );
  const pieces: Buffer[] = [];
  child.stdout!.on("data", (piece: Buffer) => pieces.push(piece));
  const closed = once(child.stdout!, "close");
  const gone = once(child, "exit").then(() => {
    throw new Error("the sandbox ended");
  });
  gone.catch(() => undefined);
  const heard = async () => (await Promise.race([once(child, "message"), gone]))[0];
  const ready: Heard<"pid"> = await heard();
  const processes = [child.pid!, ready.pid];
  const answer = async (path: string) => {
    const order: Order = { requestId: randomUUID(), path };
    child.send(order);
    return ((await heard()) as Heard<"body">).body;
  };
  for (let left = requests; left > 0; left -= 1) {
    await answer("/posts");
    await freeze(processes);
    for (const pid of processes) process.kill(pid, "SIGCONT");
  }
  if (floods) await answer("/flood");
  const written = Number(await answer("/end"));
  // What its last threads wrote comes at the latest with another request.
  await answer("/end");
  child.disconnect();
  await closed;
  return judge(Buffer.concat(pieces).toString(), written);
}

/** Stops processes, as a freezer does: returns when none of them runs. */
async function freeze(processes: readonly number[]): Promise<void> {
  for (const pid of processes) process.kill(pid, "SIGSTOP");
  while (!processes.every(isStopped)) await sleep(1);
}

function isStopped(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  return stat.slice(stat.lastIndexOf(")") + 2).startsWith("T");
}
