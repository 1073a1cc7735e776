import { MARKER_START } from "../../../contract/headers.ts";
import type { Label } from "../../../contract/manifest.ts";
import { LastLines } from "./last-lines.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { Output } from "./output.ts";

const NEWLINE = Buffer.of(10);

/** Request ids that are remembered although nobody has asked for them. */
const MAX_UNCLAIMED = 100;

/**
 * Writes what one process prints, line by line, each with the label in front. Takes out the gem's markers, which
 * tell that a request's lines are complete. Each start of the rack server has its own secret, hence its own log.
 */
export class ServerLog {
  readonly #prefix: Buffer;
  readonly #marker: Buffer;
  readonly #output: Output;
  readonly #lines = new LineSplitter();
  readonly #last = new LastLines();
  readonly #ended = new Set<string>();
  readonly #waiting = new Map<string, () => void>();
  /** Whether the app sends markers, as far as is known. One wait that no marker ends means no. */
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

  /** Returns the last lines, for an error. */
  lastLines(): readonly string[] {
    return this.#last.all;
  }

  /**
   * Waits until the lines of a request are complete. Gives up after a while, since an app may send no markers.
   * @param milliseconds to wait at most
   */
  async requestEnded(requestId: string, milliseconds: number): Promise<void> {
    if (!this.#ended.has(requestId) && this.#marks !== "no") {
      await this.#waitForMarker(requestId, milliseconds);
    }
    if (!this.#ended.delete(requestId) && this.#marks === "unknown") this.#marks = "no";
    this.flush();
  }

  async #waitForMarker(requestId: string, milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#waiting.set(requestId, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#waiting.delete(requestId);
  }

  #write(lines: readonly Buffer[]): void {
    const text: Buffer[] = [];
    for (const line of lines) {
      const at = line.indexOf(this.#marker);
      if (at === -1) {
        this.#show(line, text);
        continue;
      }
      // The app wrote the text before the marker without a line feed.
      if (at > 0) this.#show(line.subarray(0, at), text);
      this.#end(line.toString("latin1", at + this.#marker.length));
    }
    if (text.length > 0) this.#output.write(Buffer.concat(text));
  }

  #show(line: Buffer, text: Buffer[]): void {
    text.push(this.#prefix, line, NEWLINE);
    this.#last.push(line);
  }

  #end(requestId: string): void {
    this.#marks = "yes";
    // Nobody asks for a request that ran into its limit: its id must not stay in memory forever.
    if (this.#ended.size > MAX_UNCLAIMED) this.#ended.clear();
    this.#ended.add(requestId);
    this.#waiting.get(requestId)?.();
  }
}
