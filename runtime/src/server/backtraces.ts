import { setTimeout as sleep } from "node:timers/promises";
import type { Output } from "../logs/output.ts";
import type { ServerLog } from "../logs/server-log.ts";
import { send } from "./process-id.ts";
import { handles, processGroup } from "./processes.ts";

/** The signal for which the gem, and Puma 7 by itself, write backtraces. */
const SIGNAL = "SIGPWR";
const SIGNAL_NUMBER = 30;

/** The last line of the gem's. */
const END = /^End of the backtraces of process (\d+)$/;

/** Milliseconds that it may take. */
const LIMIT = 400;

/**
 * Has the processes of a group write the backtraces of their threads. Those that do not handle the signal would end by it,
 * and do not get it. Waits until all is written, but no longer than a moment. Says in the log whose are missing.
 * @param log of their output
 */
export async function writeBacktraces(
  group: number,
  log: Pick<ServerLog, "onLine">,
  output: Pick<Output, "write">,
): Promise<void> {
  const all = processGroup(group).map(({ pid }) => pid);
  const left = new Set(all.filter((pid) => handles(pid, SIGNAL_NUMBER)));
  if (left.size === 0) {
    output.write("megamode: There are no backtraces: no process of the server has our gem.\n");
    return;
  }
  log.onLine = (line) => left.delete(Number(END.exec(line.toString("latin1"))?.[1]));
  for (const pid of left) send(pid, SIGNAL);
  for (const until = performance.now() + LIMIT; left.size && performance.now() < until; ) {
    await sleep(10);
  }
  log.onLine = undefined;
  for (const pid of left) {
    output.write(
      `megamode: The process ${pid} gave no backtraces: it is stuck outside of Ruby, or runs none.\n`,
    );
  }
}
