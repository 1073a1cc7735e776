import { MARKER_START } from "../../../contract/headers.ts";
import type { Label } from "../../../contract/manifest.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { Output } from "./output.ts";

/** Lines kept for an error's message. */
const KEPT = 40;
/** Bytes of a kept line. */
const KEPT_WIDTH = 1000;

/**
 * What one process writes, line by line with its label; the marks of the gem, which tell that a request's
 * lines are complete, are taken out. One for each start of the rack server, because each has its secret.
 */
export class ServerLog {
  readonly #prefix: Buffer;
  readonly #marker: Buffer;
  readonly #output: Output;
  readonly #lines = new LineSplitter();
  readonly #last: string[] = [];
  readonly #ended = new Set<string>();
  readonly #waiting = new Map<string, () => void>();
  /** Whether the app sends markers, as far as is known: one unanswered wait without any says no. */
  #marks: "unknown" | "yes" | "no" = "unknown";

  constructor(label: Label, secret: string, output: Output) {
    this.#prefix = Buffer.from(`${label}: `);
    this.#marker = Buffer.from(`${MARKER_START}${secret} `);
    this.#output = output;
  }

  push(chunk: Buffer): void {
    this.#write(this.#lines.push(chunk));
  }

  /** Writes a line that has no end yet: nothing more of its request will come. */
  flush(): void {
    const rest = this.#lines.flush();
    if (rest) this.#write([rest]);
  }

  /** The last lines, for an error. */
  lastLines(): readonly string[] {
    return this.#last;
  }

  /**
   * Settles when the lines of a request are complete, or after a while for an app that says nothing.
   * @param milliseconds at most
   */
  async requestEnded(requestId: string, milliseconds: number): Promise<void> {
    if (!this.#ended.has(requestId) && this.#marks !== "no") {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#waiting.set(requestId, () => {
          clearTimeout(timer);
          resolve();
        });
      });
      this.#waiting.delete(requestId);
    }
    if (!this.#ended.has(requestId) && this.#marks === "unknown") this.#marks = "no";
    this.#ended.delete(requestId);
    this.flush();
  }

  #write(lines: readonly Buffer[]): void {
    const text: Buffer[] = [];
    for (const line of lines) {
      const at = line.indexOf(this.#marker);
      // A marker behind text: the app wrote without a line feed.
      const shown = at < 0 ? line : line.subarray(0, at);
      if (at < 0 || shown.length > 0) text.push(this.#prefix, shown, NEWLINE);
      if (at < 0 || shown.length > 0) this.#keep(shown);
      if (at >= 0) this.#end(line.toString("latin1", at + this.#marker.length));
    }
    if (text.length > 0) this.#output.write(Buffer.concat(text));
  }

  #keep(line: Buffer): void {
    this.#last.push(line.toString("utf8", 0, KEPT_WIDTH));
    if (this.#last.length > KEPT) this.#last.shift();
  }

  #end(requestId: string): void {
    this.#marks = "yes";
    // A request that nobody waits for any more (it ran into its limit) must not be kept for ever.
    if (this.#ended.size > 100) this.#ended.clear();
    this.#ended.add(requestId);
    this.#waiting.get(requestId)?.();
  }
}

const NEWLINE = Buffer.of(10);
