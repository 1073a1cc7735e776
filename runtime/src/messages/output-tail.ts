const LINE_FEED = 10;

/** Collects the last bytes of an output. If earlier bytes were dropped, the text begins with a whole line. */
export class OutputTail {
  readonly #limit: number;
  #tail: Buffer = Buffer.alloc(0);
  /** Bytes that were pushed so far. */
  #total = 0;

  /** @param limit bytes of the text at most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(piece: Buffer): void {
    this.#total += piece.length;
    this.#tail = Buffer.concat([this.#tail, piece]).subarray(-this.#limit);
  }

  text(): string {
    const start = this.#total > this.#limit ? this.#tail.indexOf(LINE_FEED) + 1 : 0;
    return this.#tail.toString("utf8", start);
  }
}
