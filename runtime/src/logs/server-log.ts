import type { Readable } from "node:stream";
import { Header } from "../../../contract/headers.ts";
import type { Label } from "../../../contract/manifest.ts";
import { cleanLines } from "./clean-line.ts";
import { LastLines } from "./last-lines.ts";
import { type Line, LineSplitter } from "./line-splitter.ts";
import { Marks, RECORD_SEPARATOR } from "./marks.ts";
import type { Output } from "./output.ts";
import { Reading } from "./reading.ts";

const NEWLINE = Buffer.of(10);

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
  readonly #marks: Marks;
  readonly #output: Output;
  readonly #reading: Reading;
  readonly #lines = new LineSplitter();
  readonly #last = new LastLines();
  /** Told of each line. */
  onLine: ((line: Buffer) => void) | undefined;
  /** The request in progress. */
  #current: string | undefined;
  /** The request that was in progress last. */
  #latest: string | undefined;
  /** Whose the rest of a line is that was cut, because it is too long. */
  #rest: { readonly owner: string | undefined } | undefined;
  #ended: () => void = () => undefined;

  constructor(label: Label, secret: string, output: Output) {
    this.#label = label;
    this.#marks = new Marks(secret);
    this.#output = output;
    this.#reading = new Reading(output);
  }

  /** Writes what a process prints, no faster than the log takes it. */
  follow(printed: Readable): void {
    this.#reading.follow(printed, (chunk) => this.push(chunk));
    // Its last line may come later than the news that it has ended.
    printed.once("end", () => this.flush());
  }

  push(chunk: Buffer): void {
    this.#reading.count(chunk);
    this.#write(this.#lines.push(chunk));
  }

  /** Writes a line that has no end yet: nothing more of its request will come. */
  flush(): void {
    const bytes = this.#lines.flush();
    if (bytes) this.#write([{ bytes, isCut: false }]);
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
      if (told === "0") await this.#reading.arrived(milliseconds);
      else await (told ? this.#marked(milliseconds) : this.#reading.quiet(milliseconds));
    }
    this.flush();
    if (this.#current === requestId) this.#current = undefined;
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

  #write(lines: readonly Line[]): void {
    const text: Buffer[] = [];
    for (const { bytes, isCut } of lines) {
      let owner = this.#rest ? this.#rest.owner : this.#current;
      if (bytes.includes(RECORD_SEPARATOR)) owner = this.#read(bytes, owner, text);
      else this.#show(bytes, owner, text);
      this.#rest = isCut ? { owner } : undefined;
    }
    if (text.length > 0) this.#output.write(Buffer.concat(text));
  }

  /** Writes a line that may hold marks. @returns whose its end is */
  #read(line: Buffer, owner: string | undefined, text: Buffer[]): string | undefined {
    let whose = owner;
    for (const part of this.#marks.read(line, owner, this.#current)) {
      if ("ended" in part) {
        this.#end(part.ended);
        whose = this.#current;
      } else {
        this.#show(part.text, part.owner, text);
        whose = part.owner;
      }
    }
    return whose;
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
