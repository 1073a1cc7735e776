import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** A process that answers each line on its standard input with a line of JSON on descriptor 3. */
export class Worker {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #said = "";

  constructor(argv: readonly string[], env: Readonly<Record<string, string>>) {
    const [file = "", ...args] = argv;
    this.#child = spawn(file, args, {
      detached: true,
      env: { ...env },
      stdio: ["pipe", "pipe", "pipe", "pipe"],
    });
    // Somebody reads the log, as Lambda does.
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (text: Buffer) => {
        this.#said = (this.#said + text.toString()).slice(-2000);
      });
    }
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
    if (done) throw new Error(`${this.#child.spawnargs.join(" ")} ended:\n${this.#said}`);
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
