import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Header, MARKER_START, OWNER_START } from "../../../contract/headers.ts";
import type { Label } from "../../../contract/manifest.ts";
import { cleanLines } from "./clean-line.ts";
import { LastLines } from "./last-lines.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { Output } from "./output.ts";

const NEWLINE = Buffer.of(10);

/** Begins each of the gem's marks. */
const RECORD_SEPARATOR = 0x1e;

/** Milliseconds without a line after which a request's lines are complete, where no mark will come. */
const QUIET = 10;

/** Characters of a request id in a mark of the log. */
const SHOWN = 8;

/** What of a response says whether its end will be marked. */
export interface LoggedResponse {
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * Writes what one process prints, line by line, each with the label in front. Takes out the gem's marks: where a request's
 * lines end, and whose a line is that a thread of an earlier request prints. Each start of the rack server has its own
 * secret, hence its own log.
 */
export class ServerLog {
  readonly #label: Label;
  readonly #mark: RegExp;
  readonly #output: Output & { room?(): Promise<void> | undefined };
  readonly #lines = new LineSplitter();
  readonly #last = new LastLines();
  /** Told of each line. */
  onLine: ((line: Buffer) => void) | undefined;
  /** The request in progress. */
  #current: string | undefined;
  /** The request that was in progress last. */
  #latest: string | undefined;
  #ended: () => void = () => undefined;
  /** Bytes so far. */
  #received = 0;

  constructor(label: Label, secret: string, output: Output) {
    this.#label = label;
    this.#mark = new RegExp(`(${MARKER_START}|${OWNER_START})${secret} ([\\w-]*) ?`);
    this.#output = output;
  }

  /** Writes what a process prints, no faster than the log takes it. */
  follow(printed: Readable): void {
    printed.on("data", (chunk: Buffer) => {
      this.push(chunk);
      const room = this.#output.room?.();
      if (room === undefined) return;
      printed.pause();
      void room.then(() => printed.resume());
    });
  }

  push(chunk: Buffer): void {
    this.#received += chunk.length;
    this.#write(this.#lines.push(chunk));
  }

  /** Writes a line that has no end yet: nothing more of its request will come. */
  flush(): void {
    const rest = this.#lines.flush();
    if (rest) this.#write([rest]);
  }

  /** Returns the last lines, for an error. */
  lastLines(): readonly string[] {
    return this.#last.all;
  }

  /** Says that lines belong to this request from now on. */
  requestBegan(requestId: string): void {
    this.#current = requestId;
    this.#latest = requestId;
  }

  /**
   * Waits until the lines of a request are complete, whose response is. The gem marks the end of what it has answered. After
   * any other answer, such as one of Puma's own, the lines are complete when there are none for a moment.
   * @param milliseconds to wait at most
   */
  async requestEnded(
    requestId: string,
    milliseconds: number,
    response?: LoggedResponse,
  ): Promise<void> {
    if (this.#current === requestId) {
      const told = response?.headers.find(([name]) => name.toLowerCase() === Header.log)?.[1];
      if (told === "0") await this.#arrived();
      else await (told ? this.#marked(milliseconds) : this.#quiet(milliseconds));
    }
    this.flush();
    if (this.#current === requestId) this.#current = undefined;
  }

  /**
   * Waits until what was written before the answer is read. It lies in the pipe when the answer has come, and the system
   * tells of both at once: one turn of the event loop reads it, unless the log takes its time.
   */
  async #arrived(): Promise<void> {
    let room: Promise<void> | undefined;
    do {
      await room;
      await new Promise((resolve) => setImmediate(resolve));
      room = this.#output.room?.();
    } while (room);
  }

  async #marked(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#ended = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #quiet(milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    for (let before = -1; before !== this.#received && performance.now() < until; ) {
      before = this.#received;
      await sleep(QUIET);
    }
  }

  #write(lines: readonly Buffer[]): void {
    const text: Buffer[] = [];
    for (const line of lines) {
      if (line.includes(RECORD_SEPARATOR)) this.#read(line, text);
      else this.#show(line, this.#current, text);
    }
    if (text.length > 0) this.#output.write(Buffer.concat(text));
  }

  /** Reads a line that may hold marks. What is before one was written without a line feed. */
  #read(line: Buffer, text: Buffer[]): void {
    const pieces = line.toString("latin1").split(this.#mark);
    let owner = this.#current;
    let shown = "";
    const show = () => {
      if (shown) this.#show(Buffer.from(shown, "latin1"), owner, text);
      shown = "";
    };
    for (let at = 0; at < pieces.length; at += 3) {
      const [piece = "", kind, id] = pieces.slice(at);
      shown += piece;
      if (kind === undefined) show();
      if (kind === MARKER_START) {
        show();
        this.#end(id!);
        owner = this.#current;
      } else if (kind && id !== owner) {
        show();
        owner = id;
      }
    }
  }

  /** @param owner the line's request; undefined if it was written between two */
  #show(line: Buffer, owner: string | undefined, text: Buffer[]): void {
    const requestId = owner ?? this.#latest;
    const after = requestId !== this.#current;
    const source = this.#label;
    const mark = requestId && after ? `[after ${requestId.slice(0, SHOWN)}] ` : "";
    for (const clean of cleanLines(line)) {
      this.#last.push(clean);
      this.onLine?.(clean);
      if (this.#output.record) {
        const time = Date.now();
        const shown = clean.toString();
        this.#output.record({ source, level: "INFO", requestId, after, time, text: shown });
      } else text.push(Buffer.from(`${source}: ${mark}`), clean, NEWLINE);
    }
  }

  #end(requestId: string): void {
    if (requestId !== this.#current) return;
    this.#current = undefined;
    this.#ended();
  }
}
