import { LONGEST_VALUE } from "./hide-values.ts";

const LINE_FEED = 10;

/**
 * Collects the last bytes of an output. If earlier bytes were dropped, the text begins with a whole line; where there is
 * none, within a line, but never within what is hidden.
 */
export class OutputTail {
  readonly #limit: number;
  readonly #hide: (text: string) => string;
  #pieces: Buffer[] = [];
  /** Bytes of the pieces. */
  #length = 0;
  /** Bytes that were pushed so far. */
  #total = 0;

  /**
   * @param limit bytes of the text at most
   * @param hide takes out what nobody should read
   */
  constructor(limit: number, hide: (text: string) => string) {
    this.#limit = limit;
    this.#hide = hide;
  }

  push(piece: Buffer): void {
    this.#pieces.push(Buffer.from(piece)); // The caller may use its memory again.
    this.#length += piece.length;
    this.#total += piece.length;
    // Not at each piece: a migration may write a line at a time.
    if (this.#length > 2 * this.#kept) this.#pieces = [this.#tail()];
  }

  text(): string {
    const hidden = Buffer.from(this.#hide(this.#tail().toString("latin1")), "latin1");
    // It begins within a value, perhaps.
    const known = hidden.subarray(this.#total > this.#kept ? LONGEST_VALUE : 0);
    const last = known.subarray(-this.#limit);
    const isCut = this.#total > this.#kept || last.length < known.length;
    return last.toString("utf8", isCut ? last.indexOf(LINE_FEED) + 1 : 0);
  }

  get #kept(): number {
    return this.#limit + LONGEST_VALUE;
  }

  #tail(): Buffer {
    const tail = Buffer.concat(this.#pieces).subarray(-this.#kept);
    this.#length = tail.length;
    return tail;
  }
}
