import { writeSync } from "node:fs";

/** What takes the log: a stream, or a stand-in for it. */
export interface Sink {
  write(bytes: Uint8Array, taken: () => void): void;
  /** Writes before it returns, for a process that is about to end. */
  writeNow(bytes: Uint8Array): void;
}

/** Milliseconds that a process which is about to end waits for room in the pipe. */
const LAST_WORDS = 100;

/** Writes to stdout directly: in Lambda, `console` adds a timestamp, a level and a tab, and joins lines. */
export const STDOUT: Sink = {
  write: (bytes, taken) => void process.stdout.write(bytes, taken),
  writeNow: (bytes) => writeWhole(bytes, (from) => writeSync(1, bytes, from)),
};

/**
 * Writes until all is written, or the time is up.
 * @param write writes what follows an offset. @returns how many bytes it has written. @throws EAGAIN while there is no room
 */
export function writeWhole(bytes: Uint8Array, write: (from: number) => number): void {
  const until = performance.now() + LAST_WORDS;
  for (let at = 0; at < bytes.length && performance.now() < until; ) {
    try {
      at += write(at);
    } catch (error) {
      // The pipe is full. Nothing else is left to do meanwhile.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
    }
  }
}
