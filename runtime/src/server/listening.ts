import { existsSync, type FSWatcher, watch } from "node:fs";
import { createConnection } from "node:net";
import { dirname } from "node:path";
import type { Address } from "./client-socket.ts";

/** Milliseconds between two checks while the socket's file is there, or where the system tells of no new files. */
const SOON = 5;
/** Milliseconds between two checks while the system is to tell of the file. */
const LATE = 100;

/** Milliseconds between two checks of a port. */
const PORT = 20;

/**
 * Waits until the server accepts a connection: Puma binds its address once the app is loaded. The system tells when a
 * Unix socket's file appears. Looking for it every few milliseconds would take time from the app, which boots meanwhile on
 * the same processor. Of a port it tells nothing. Also returns when the signal is given.
 * @param address a Unix socket is in a folder that exists
 */
export async function untilListening(
  address: Address,
  signal: AbortSignal,
  watchFolder: typeof watch = watch,
): Promise<void> {
  const socket = typeof address === "string" ? address : undefined;
  let wake = () => {};
  const changed = () => wake();
  let watcher: FSWatcher | undefined;
  try {
    watcher = socket === undefined ? undefined : watchFolder(dirname(socket), changed);
    watcher?.on("error", () => {}); // What it does not tell is seen a little later.
  } catch {
    watcher = undefined; // The system watches no more files for this user.
  }
  signal.addEventListener("abort", changed);
  try {
    while (!signal.aborted) {
      // Made before the check, so that no change is missed.
      const next = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const exists = socket === undefined || existsSync(socket);
      if (exists && (await accepts(address))) return;
      const pause = socket === undefined ? PORT : SOON;
      const timer = setTimeout(changed, watcher && !exists ? LATE : pause);
      await next;
      clearTimeout(timer);
    }
  } finally {
    signal.removeEventListener("abort", changed);
    watcher?.close();
  }
}

function accepts(address: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const connection =
      typeof address === "string"
        ? createConnection(address)
        : createConnection(address.port, "127.0.0.1");
    connection.once("connect", () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", () => resolve(false));
  });
}
