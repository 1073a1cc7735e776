import { BadAnswer } from "./bad-answer.ts";

/** Bytes of the line before a chunk, and of all trailers together. */
const MOST = 16 * 1024;

const SIZE = /^([\da-f]{1,12})(?:;[\t -~\x80-\xff]*)?\r\n$/i;
const TRAILER = /^[!#$%&'*+\-.^_`|~\w]+:[\t -~\x80-\xff]*\r\n$/;

/** Reads a body that is sent in chunks. https://www.rfc-editor.org/rfc/rfc9112#section-7.1 */
export class ChunkedBody {
  /** What comes next. */
  #state: "size" | "data" | "break" | "trailer" = "size";
  /** Bytes of the current chunk that are still to come. */
  #left = 0;
  /** A line that has not wholly arrived. */
  #line = "";
  #trailers = 0;

  /**
   * @param take is given each piece of the body
   * @returns how many bytes belong to the body, if it has ended; else undefined: all of them
   * @throws BadAnswer
   */
  read(bytes: Buffer, take: (piece: Buffer) => void): number | undefined {
    for (let at = 0; at < bytes.length; ) {
      if (this.#state === "data") {
        const piece = bytes.subarray(at, at + this.#left);
        take(piece);
        at += piece.length;
        this.#left -= piece.length;
        if (this.#left === 0) this.#state = "break";
        continue;
      }
      const feed = bytes.indexOf(10, at);
      const end = feed === -1 ? bytes.length : feed + 1;
      this.#line += bytes.toString("latin1", at, end);
      at = end;
      if (this.#line.length + this.#trailers > MOST) throw new BadAnswer("an endless line");
      if (feed !== -1 && this.#endsWith(this.#line)) return at;
    }
    return undefined;
  }

  /** Takes a line. @returns whether it is the body's last */
  #endsWith(line: string): boolean {
    this.#line = "";
    if (this.#state === "size") {
      const size = SIZE.exec(line)?.[1];
      if (size === undefined) throw new BadAnswer("a wrong size of a chunk");
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left > 0 ? "data" : "trailer";
      return false;
    }
    if (line === "\r\n") {
      if (this.#state === "trailer") return true;
      this.#state = "size";
      return false;
    }
    if (this.#state === "break") throw new BadAnswer("a chunk that is longer than it says");
    if (!TRAILER.test(line)) throw new BadAnswer("a wrong trailer");
    this.#trailers += line.length;
    return false;
  }
}
