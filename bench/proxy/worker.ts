import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

/** A process that answers each line on its standard input with a line of JSON on descriptor 3. */
export class Worker {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  /** What it said last, when it has ended. */
  readonly #said: Promise<string>;

  constructor(argv: readonly string[], env: Readonly<Record<string, string>>) {
    const [file = "", ...args] = argv;
    // Somebody reads the log, as Lambda does: a small program, because Lambda's has processors of its own. A reader here
    // would take as long for a request's lines as the proxy.
    this.#child = spawn(
      "sh",
      ["-c", '"$@" 2>&1 4>&- | exec tail -c 2000 >&4', "sh", file, ...args],
      {
        detached: true,
        env: { PATH: process.env.PATH, ...env },
        stdio: ["pipe", "ignore", "ignore", "pipe", "pipe"],
      },
    );
    this.#said = text(this.#child.stdio[4] as Readable);
    process.once("exit", () => this.#kill());
    const answers = this.#child.stdio[3] as Readable;
    this.#answers = createInterface({ input: answers })[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Waits for the next answer. @throws Error with what it said last, if it has ended */
  async next<T>(): Promise<T> {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`${this.#child.spawnargs.join(" ")} ended:\n${await this.#said}`);
    return JSON.parse(value) as T;
  }

  ask<T>(line: string): Promise<T> {
    this.#child.stdin?.write(`${line}\n`);
    return this.next();
  }

  async stop(): Promise<void> {
    if (this.#kill()) await once(this.#child, "exit");
  }

  /** @returns whether it ran */
  #kill(): boolean {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return false;
    process.kill(-this.pid, "SIGKILL");
    return true;
  }
}
