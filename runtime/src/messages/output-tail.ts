/** The last bytes of an output, whole lines where it had to be cut. */
export class OutputTail {
  readonly #limit: number;
  #pieces: Buffer[] = [];
  #length = 0;
  #cut = false;

  /** @param limit bytes to keep */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(piece: Buffer): void {
    this.#pieces.push(Buffer.from(piece));
    this.#length += piece.length;
    while (this.#length - (this.#pieces[0]?.length ?? 0) >= this.#limit) {
      this.#length -= this.#pieces.shift()!.length;
      this.#cut = true;
    }
  }

  text(): string {
    const all = Buffer.concat(this.#pieces);
    if (!this.#cut && all.length <= this.#limit) return all.toString("utf8");
    const kept = all.subarray(Math.max(0, all.length - this.#limit));
    return kept.subarray(kept.indexOf(10) + 1).toString("utf8");
  }
}
