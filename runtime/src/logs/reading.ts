import type { Readable } from "node:stream";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { Output } from "./output.ts";

/** Milliseconds without a byte after which nothing more is expected. */
const QUIET = 10;

/** Reads what one process prints, no faster than the log takes it. Knows when all of it is read. */
export class Reading {
  readonly #room: () => Promise<void> | undefined;
  /** Bytes so far. */
  #received = 0;
  /** Settles when the process is read again, which is not read while the log takes its time. */
  #paused: Promise<void> | undefined;

  /** @param output where it goes */
  constructor(output: Pick<Output, "room">) {
    this.#room = () => output.room?.();
  }

  follow(printed: Readable, push: (chunk: Buffer) => void): void {
    printed.on("data", (chunk: Buffer) => {
      push(chunk);
      const room = this.#room();
      if (room === undefined) return;
      printed.pause();
      this.#paused = room.then(() => {
        this.#paused = undefined;
        printed.resume();
      });
    });
  }

  /** To be told of each chunk. */
  count(chunk: Buffer): void {
    this.#received += chunk.length;
  }

  /**
   * Waits until what was printed before now is read. It lies in the pipe, and the system tells of it together with what made
   * us ask: one turn of the event loop reads it. A pipe that is not read, because the log takes its time, is read in the
   * turn after that in which there is room.
   * @param milliseconds to wait at most
   */
  async arrived(milliseconds: number): Promise<void> {
    await turn();
    const until = performance.now() + milliseconds;
    while (this.#paused && performance.now() < until) {
      await Promise.race([this.#paused, sleep(milliseconds, undefined, { ref: false })]);
      await turn();
      await turn();
    }
  }

  /** Waits until nothing has come for a moment. @param milliseconds to wait at most */
  async quiet(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    for (let before = -1; before !== this.#received && performance.now() < until; ) {
      before = this.#paused ? -1 : this.#received;
      await sleep(QUIET);
      await turn(); // Timers come before what can be read.
    }
  }
}
