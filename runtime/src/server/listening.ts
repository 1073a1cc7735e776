import { existsSync } from "node:fs";
import { createConnection } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds between two checks. A check costs microseconds, the start of a server a second or two. */
const INTERVAL = 5;

/**
 * Waits until a Unix socket accepts a connection: Puma binds it once the app is loaded. Also returns when the
 * signal is given.
 */
export async function untilListening(socket: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (existsSync(socket) && (await accepts(socket))) return;
    await sleep(INTERVAL);
  }
}

function accepts(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(socket);
    connection.once("connect", () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", () => resolve(false));
  });
}
