import { writeSync } from "node:fs";
import { formatBytes } from "./format.ts";
import { type LogLine, renderRecords } from "./json-records.ts";

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

/** What takes the text: a stream, or a stand-in for it. */
export interface Sink {
  write(bytes: Uint8Array, taken: () => void): void;
  /** Writes before it returns, for a process that is about to end. */
  writeNow(bytes: Uint8Array): void;
}

/** Milliseconds that a line waits for others: a write costs more than a line. */
const GATHER = 5;
/** Bytes that are written without waiting for more. */
const ENOUGH = 64 * 1024;
/** Bytes that the sink has yet to take, above which whoever writes waits. */
const MOST = 1024 * 1024;
/** Milliseconds without a byte taken, after which lines are dropped: an app must not hang because of its log. */
const PATIENCE = 1000;

/**
 * The function's log. What an invocation writes is gathered, for a few milliseconds at most, and between two invocations
 * nothing is. Its memory is bounded: the writer waits while the sink takes its time, and if the sink takes nothing at all,
 * lines are dropped and counted.
 */
export class Log implements Output {
  readonly #sink: Sink;
  readonly #json: boolean;
  readonly record: ((line: LogLine) => void) | undefined;
  #texts: Uint8Array[] = [];
  #lines: LogLine[] = [];
  /** Bytes, about, that are gathered. */
  #length = 0;
  #timer: NodeJS.Timeout | undefined;
  #invocation: string | undefined;
  /** Bytes that the sink has yet to take. */
  #pending = 0;
  /** Bytes that it has taken. */
  #taken = 0;
  #stuck = false;
  #patience: NodeJS.Timeout | undefined;
  #dropped = { lines: 0, bytes: 0 };
  #waiting: { readonly below: number; readonly go: () => void }[] = [];

  constructor(sink: Sink, json: boolean) {
    this.#sink = sink;
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
    if (this.#stuck || this.#pending < MOST) return undefined;
    return this.#until(MOST / 2);
  }

  async flush(): Promise<void> {
    this.#send();
    if (!this.#stuck && this.#pending > 0) await this.#until(1);
  }

  /** Writes what is gathered before it returns. */
  writeNow(): void {
    this.#sink.writeNow(this.#take());
  }

  #add(text: string | Uint8Array, keep: () => void): void {
    if (this.#stuck) {
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
    if (bytes.length === 0) return;
    this.#pending += bytes.length;
    if (this.#patience === undefined) this.#watch();
    this.#sink.write(bytes, () => this.#took(bytes.length));
  }

  /** The timer of a sandbox that was frozen is over when it wakes: what was taken meanwhile is told in the turn after that. */
  #watch(): void {
    const before = this.#taken;
    const look = () => this.#taken === before && this.#giveUp();
    this.#patience = setTimeout(() => setImmediate(look), PATIENCE);
  }

  #took(length: number): void {
    this.#pending -= length;
    this.#taken += length;
    clearTimeout(this.#patience);
    this.#patience = undefined;
    if (this.#pending > 0) this.#watch();
    this.#release();
    if (!this.#stuck || this.#pending >= MOST / 2) return;
    this.#stuck = false;
    const { lines, bytes } = this.#dropped;
    this.#dropped = { lines: 0, bytes: 0 };
    if (lines > 0) {
      this.write(
        `megamode: ${lines} lines (${formatBytes(bytes)}) of the log were dropped: nobody took them.\n`,
      );
    }
  }

  #giveUp(): void {
    this.#stuck = true;
    this.#release();
  }

  #until(below: number): Promise<void> {
    return new Promise((go) => this.#waiting.push({ below, go }));
  }

  #release(): void {
    const free = ({ below }: { below: number }) => this.#stuck || this.#pending < below;
    const released = this.#waiting.filter(free);
    this.#waiting = this.#waiting.filter((one) => !free(one));
    for (const { go } of released) go();
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

/** Writes to stdout directly: in Lambda, `console` adds a timestamp, a level and a tab, and joins lines. */
export const STDOUT: Sink = {
  write: (bytes, taken) => void process.stdout.write(bytes, taken),
  writeNow(bytes) {
    try {
      writeSync(1, bytes);
    } catch {
      // The pipe is full, and the process must end.
    }
  },
};
