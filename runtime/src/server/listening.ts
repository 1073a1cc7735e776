import { existsSync, type FSWatcher, watch } from "node:fs";
import { createConnection } from "node:net";
import { dirname } from "node:path";

/** Milliseconds between two checks while the socket's file is there, or where the system tells of no new files. */
const SOON = 5;
/** Milliseconds between two checks while the system is to tell of the file. */
const LATE = 100;

/**
 * Waits until a Unix socket accepts a connection: Puma binds it once the app is loaded. The system tells when the
 * socket's file appears. Looking for it every few milliseconds would take time from the app, which boots meanwhile on the
 * same processor. Also returns when the signal is given.
 * @param socket in a folder that exists
 */
export async function untilListening(
  socket: string,
  signal: AbortSignal,
  watchFolder: typeof watch = watch,
): Promise<void> {
  let wake = () => {};
  const changed = () => wake();
  let watcher: FSWatcher | undefined;
  try {
    watcher = watchFolder(dirname(socket), changed);
    watcher.on("error", () => {}); // What it does not tell is seen a little later.
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
      const exists = existsSync(socket);
      if (exists && (await accepts(socket))) return;
      const timer = setTimeout(changed, watcher && !exists ? LATE : SOON);
      await next;
      clearTimeout(timer);
    }
  } finally {
    signal.removeEventListener("abort", changed);
    watcher?.close();
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
