import { LONGEST_MARK, RECORD_SEPARATOR } from "./marks.ts";

/** Bytes after which a line is cut: CloudWatch takes no event larger than 256 KB. */
const MAX_LINE = 256 * 1024 - 1024;

const LINE_FEED = 10;

export interface Line {
  /** Without the line feed. */
  readonly bytes: Buffer;
  /** Whether the line goes on in the next one, because it is too long. */
  readonly isCut: boolean;
}

/** Cuts a stream of bytes into lines, never inside a character or one of the gem's marks. */
export class LineSplitter {
  readonly #max: number;
  #pieces: Buffer[] = [];
  #length = 0;

  /** @param max bytes of a line; at least 4, so that any character fits */
  constructor(max = MAX_LINE) {
    this.#max = max;
  }

  /** @returns the lines that are complete now */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let at = 0;
    for (
      let end = chunk.indexOf(LINE_FEED);
      end !== -1;
      at = end + 1, end = chunk.indexOf(LINE_FEED, at)
    ) {
      this.#add(chunk.subarray(at, end), lines);
      lines.push({ bytes: this.#take(), isCut: false });
    }
    this.#add(chunk.subarray(at), lines);
    return lines;
  }

  /** @returns the rest that has no line feed, if there is any */
  flush(): Buffer | undefined {
    return this.#length > 0 ? this.#take() : undefined;
  }

  #add(piece: Buffer, lines: Line[]): void {
    // Most chunks end with a line feed: nothing follows it.
    if (!piece.length) return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    while (this.#length > this.#max) {
      const line = this.#take();
      const cut = markStart(line, this.#max) ?? characterStart(line, this.#max);
      lines.push({ bytes: line.subarray(0, cut), isCut: true });
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

/** Returns where the mark begins that may go on at `at`. */
function markStart(bytes: Buffer, at: number): number | undefined {
  const start = bytes.lastIndexOf(RECORD_SEPARATOR, at - 1);
  return start > 0 && start > at - LONGEST_MARK ? start : undefined;
}

/** Returns where the UTF-8 character at `at` starts, or `at` itself if the bytes are not UTF-8. */
function characterStart(bytes: Buffer, at: number): number {
  for (let i = at; i > at - 4; i -= 1) if ((bytes[i]! & 0xc0) !== 0x80) return i;
  return at;
}
