import { Backlog } from "./backlog.ts";
import { formatBytes } from "./format.ts";
import { type LogLine, renderRecords } from "./json-records.ts";
import type { Sink } from "./sink.ts";

/** Where log text goes. In Lambda that is the process's stdout. */
export interface Output {
  /** @param text whole lines, each with its line feed: a string of ours, or bytes that have the log's format already */
  write(text: string | Uint8Array): void;
  /** Writes one line that is JSON in either format. @param json without a line feed */
  writeJson?(json: string): void;
  /** Takes a line of the app where each becomes a JSON record; absent where lines are text. */
  readonly record?: ((line: LogLine) => void) | undefined;
  /** @returns a promise if whoever writes should wait for it */
  room?(): Promise<void> | undefined;
  /** Settles when everything written before has left the process. */
  flush(): Promise<void>;
}

/** Milliseconds that a line waits for others: a write costs more than a line. */
const GATHER = 5;
/** Bytes that are written without waiting for more. */
const ENOUGH = 64 * 1024;
/**
 * The function's log. What an invocation writes is gathered, for a few milliseconds at most, and between two invocations
 * nothing is. Its memory is bounded: the writer waits while the sink takes its time, and if the sink takes nothing at all,
 * lines are dropped and counted.
 */
export class Log implements Output {
  readonly #backlog: Backlog;
  readonly #json: boolean;
  readonly record: ((line: LogLine) => void) | undefined;
  #texts: Uint8Array[] = [];
  #lines: LogLine[] = [];
  /** Bytes, about, that are gathered. */
  #length = 0;
  #timer: NodeJS.Timeout | undefined;
  #invocation: string | undefined;
  #dropped = { lines: 0, bytes: 0 };

  constructor(sink: Sink, json: boolean) {
    this.#backlog = new Backlog(sink, () => this.#tellDropped());
    this.#json = json;
    if (json) {
      this.record = (line) =>
        this.#add(line.text, () =>
          this.#lines.push({ ...line, requestId: line.requestId ?? this.#invocation }),
        );
    }
  }

  /** Says to which invocation what is written belongs; undefined: to none. */
  set invocation(requestId: string | undefined) {
    this.#invocation = requestId;
  }

  write(text: string | Uint8Array): void {
    if (this.#json && typeof text === "string") {
      for (const line of text.trimEnd().split("\n")) this.record!(ours(line, this.#invocation));
      return;
    }
    const bytes = typeof text === "string" ? Buffer.from(text) : text;
    this.#add(bytes, () => this.#texts.push(bytes));
  }

  writeJson(text: string): void {
    if (this.#json) this.record!({ ...ours("", undefined), text, isRecord: true });
    else this.write(`${text}\n`);
  }

  room(): Promise<void> | undefined {
    return this.#backlog.room();
  }

  async flush(): Promise<void> {
    this.#send();
    await this.#backlog.taken();
  }

  /** Writes what is gathered before it returns. */
  writeNow(): void {
    this.#backlog.sendNow(this.#take());
  }

  #add(text: string | Uint8Array, keep: () => void): void {
    if (this.#backlog.stuck) {
      this.#dropped.lines += countLines(text);
      this.#dropped.bytes += text.length;
      return;
    }
    keep();
    this.#length += text.length;
    if (this.#length > ENOUGH) this.#send();
    // All lines of a piece come in one turn: a backtrace stays whole.
    else if (this.#invocation === undefined) queueMicrotask(() => this.#send());
    else this.#timer ??= setTimeout(() => this.#send(), GATHER);
  }

  #take(): Buffer {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const bytes = this.#json ? Buffer.from(renderRecords(this.#lines)) : Buffer.concat(this.#texts);
    this.#lines = [];
    this.#texts = [];
    this.#length = 0;
    return bytes;
  }

  #send(): void {
    const bytes = this.#take();
    if (bytes.length > 0) this.#backlog.send(bytes);
  }

  #tellDropped(): void {
    const { lines, bytes } = this.#dropped;
    this.#dropped = { lines: 0, bytes: 0 };
    if (lines === 0) return;
    this.write(
      `megamode: ${lines} lines (${formatBytes(bytes)}) of the log were dropped: nobody took them.\n`,
    );
  }
}

/** A record has no line feed. */
function countLines(text: string | Uint8Array): number {
  return Math.max(
    1,
    Buffer.from(text as string)
      .toString("latin1")
      .split("\n").length - 1,
  );
}

function ours(line: string, requestId: string | undefined): LogLine {
  const level = line.startsWith("megamode: ") ? "WARN" : "INFO";
  // Where a line of text shall be one event, its line breaks are carriage returns.
  const text = line.replace(/^megamode: /, "").replaceAll("\r", "\n");
  return { source: "megamode", level, requestId, time: Date.now(), text };
}
