import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { logName } from "../../state/function-logs.ts";
import { isKept } from "./level.ts";

/** Receives each line that is written to a log group. */
export type Log = (group: string, line: string) => void;

const TAIL_BYTES = 4096;
const NEWLINE = 10;

/**
 * The log of one sandbox. Whole lines go to the log group, in the order in which they were written, and to a file of
 * this sandbox, `logs/<function>/<stream>.log`.
 */
export class LogStream {
  /** The stream's name, which is also in AWS_LAMBDA_LOG_STREAM_NAME. */
  readonly name: string;
  readonly #group: string;
  readonly #folder: string;
  readonly #file: string;
  readonly #log: Log;
  readonly #mayLog: () => boolean;
  readonly #level: string | undefined;
  #partial: Buffer[] = [];
  #tail = Buffer.alloc(0);
  #received = 0;

  /**
   * @param mayLog asked before lines are written; lines that may not be written are lost
   * @param level of the lines of the application that are kept; undefined: all of them
   */
  constructor(
    stateDir: string,
    group: string,
    version: string,
    log: Log,
    mayLog: () => boolean,
    level?: string,
  ) {
    this.#level = level;
    const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
    this.name = `${day}/[${version}]${randomBytes(16).toString("hex")}`;
    this.#group = group;
    this.#log = log;
    this.#mayLog = mayLog;
    this.#folder = join(stateDir, "logs", logName(group));
    mkdirSync(this.#folder, { recursive: true });
    this.#file = join(this.#folder, `${this.name.replaceAll("/", "-")}.log`);
  }

  /** Logs what processes write. */
  follow(output: Readable): void {
    output.on("data", (chunk: Buffer) => this.#take(chunk));
  }

  /** Logs a line of the platform. */
  write(line: string): void {
    this.#emit(Buffer.from(`${line}\n`));
  }

  /** Waits until all that was written has arrived. The writers must have stopped. */
  async drain(): Promise<void> {
    for (let before = -1; before !== this.#received; ) {
      before = this.#received;
      // The next turn of the event loop reads what is in the pipe. Then look whether more has come.
      await setImmediate();
      await setImmediate();
    }
    if (this.#partial.length > 0) this.#take(Buffer.from([NEWLINE]));
  }

  /** Starts the tail anew, for an invocation. */
  startTail(): void {
    this.#tail = Buffer.alloc(0);
  }

  /** The last 4 kB since `startTail()`. */
  get tail(): Buffer {
    return this.#tail.subarray(-TAIL_BYTES);
  }

  #take(chunk: Buffer): void {
    this.#received += chunk.length;
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      const lines = Buffer.concat([...this.#partial, chunk.subarray(0, end)]);
      this.#partial = [];
      this.#emit(this.#level === undefined ? lines : this.#keep(lines));
    }
    if (end < chunk.length) this.#partial.push(chunk.subarray(end));
  }

  #keep(lines: Buffer): Buffer {
    const all = lines.toString("utf8").slice(0, -1).split("\n");
    const kept = all.filter((line) => isKept(line, this.#level));
    return Buffer.from(kept.map((line) => `${line}\n`).join(""));
  }

  #emit(lines: Buffer): void {
    if (lines.length === 0) return;
    this.#tail = Buffer.concat([this.#tail, lines]).subarray(-TAIL_BYTES);
    if (!this.#mayLog()) return;
    mkdirSync(this.#folder, { recursive: true }); // Somebody may have deleted the group: it comes back.
    appendFileSync(this.#file, lines);
    for (const line of lines.toString("utf8").slice(0, -1).split("\n"))
      this.#log(this.#group, line);
  }
}
