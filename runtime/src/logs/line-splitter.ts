/** Bytes after which a line is cut: CloudWatch takes no event larger than 256 KB. */
export const MAX_LINE = 256 * 1024 - 1024;

const LINE_FEED = 10;

/** Cuts a stream of bytes into lines; a character that spans two pieces is never torn. */
export class LineSplitter {
  readonly #max: number;
  #pieces: Buffer[] = [];
  #length = 0;

  constructor(max = MAX_LINE) {
    this.#max = max;
  }

  /** @returns the lines that are complete now, without their line feeds */
  push(chunk: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    for (let at = 0; at < chunk.length; ) {
      const found = chunk.indexOf(LINE_FEED, at);
      const end = found < 0 ? chunk.length : found;
      this.#add(chunk.subarray(at, end), lines);
      if (found >= 0) lines.push(this.#take());
      at = end + 1;
    }
    return lines;
  }

  /** @returns what stands there without a line feed, if anything */
  flush(): Buffer | undefined {
    return this.#length > 0 ? this.#take() : undefined;
  }

  #add(piece: Buffer, lines: Buffer[]): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    while (this.#length > this.#max) {
      const line = this.#take();
      const cut = characterStart(line, this.#max);
      lines.push(line.subarray(0, cut));
      this.#pieces = [line.subarray(cut)];
      this.#length = line.length - cut;
    }
  }

  #take(): Buffer {
    const line = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#length = 0;
    return line;
  }
}

/** The start of the UTF-8 character at `at`; `at` itself where the bytes are no UTF-8. */
function characterStart(bytes: Buffer, at: number): number {
  for (let i = at; i > at - 4 && i > 0; i -= 1) if ((bytes[i]! & 0xc0) !== 0x80) return i;
  return at;
}
