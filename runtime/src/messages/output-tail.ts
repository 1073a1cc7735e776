const LINE_FEED = 10;

/** Collects the last bytes of an output. If earlier bytes were dropped, the text begins with a whole line. */
export class OutputTail {
  readonly #limit: number;
  #pieces: Buffer[] = [];
  /** Bytes of the pieces. */
  #length = 0;
  /** Bytes that were pushed so far. */
  #total = 0;

  /** @param limit bytes of the text at most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(piece: Buffer): void {
    this.#pieces.push(Buffer.from(piece)); // The caller may use its memory again.
    this.#length += piece.length;
    this.#total += piece.length;
    // Not at each piece: a migration may write a line at a time.
    if (this.#length > 2 * this.#limit) this.#pieces = [this.#tail()];
  }

  text(): string {
    const tail = this.#tail();
    const start = this.#total > this.#limit ? tail.indexOf(LINE_FEED) + 1 : 0;
    return tail.toString("utf8", start);
  }

  #tail(): Buffer {
    const tail = Buffer.concat(this.#pieces).subarray(-this.#limit);
    this.#length = tail.length;
    return tail;
  }
}
