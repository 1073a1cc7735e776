import { BadAnswer } from "./bad-answer.ts";
import { ChunkedBody } from "./chunked-body.ts";
import type { Receiver } from "./message.ts";
import { checkBeginning, type FramedHead, parseHead } from "./response-head.ts";

/** Bytes of a head, as in Node's own parser. API Gateway passes on 10,240. */
const MAX_HEAD = 16 * 1024;

const END_OF_HEAD = "\r\n\r\n";

/** Reads one answer of HTTP/1.1 from bytes as they arrive, at least as strictly as Node's parser. */
export class ResponseParser {
  readonly #method: string;
  readonly #receiver: Receiver;
  /** A head that has not wholly arrived. */
  #begun: Buffer | undefined;
  /** Bytes of its lines that are checked. */
  #checked = 0;
  #head: FramedHead | undefined;
  #left = 0;
  #chunked: ChunkedBody | undefined;
  #done = false;
  #tooMuch = false;

  /** @param method of the request */
  constructor(method: string, receiver: Receiver) {
    this.#method = method;
    this.#receiver = receiver;
  }

  /** Whether the head has come. */
  get hasHead(): boolean {
    return this.#head !== undefined;
  }

  /** Whether the answer is complete. */
  get done(): boolean {
    return this.#done;
  }

  /** Whether the connection must not be used after this answer. To be asked when it is complete. */
  get last(): boolean {
    return this.#tooMuch || !this.#head || this.#head.last;
  }

  /** Memory for the bytes that come next, if the receiver names any. */
  get room(): Buffer | undefined {
    return this.#left > 0 ? this.#receiver.room?.(this.#left) : undefined;
  }

  /**
   * Takes bytes that have arrived. They need not stay as they are after the promise has settled.
   * @returns the receiver's promise
   * @throws BadAnswer; whatever the receiver throws
   */
  push(bytes: Buffer): void | Promise<void> {
    let rest: Buffer | undefined = bytes;
    while (!this.#head) {
      rest = this.#readHead(rest);
      if (!rest) return;
    }
    return this.#readBody(this.#head, rest);
  }

  /** Learns that the connection ends. @returns whether the answer is complete by that */
  end(): boolean {
    return this.#head?.body === "close";
  }

  /** Reads a head. @returns what follows it; nothing if more must arrive */
  #readHead(bytes: Buffer): Buffer | undefined {
    const text = this.#begun ? Buffer.concat([this.#begun, bytes]) : bytes;
    const end = text.indexOf(END_OF_HEAD);
    if ((end === -1 ? text.length : end) > MAX_HEAD) {
      throw new BadAnswer(`headers of more than ${MAX_HEAD} bytes`);
    }
    if (end === -1) {
      this.#checked = checkBeginning(text, this.#checked);
      this.#begun = Buffer.from(text);
      return undefined;
    }
    this.#begun = undefined;
    this.#checked = 0;
    const head = parseHead(text.subarray(0, end + 2), this.#method);
    if (head.status === 101 || this.#method === "CONNECT") {
      throw new BadAnswer(`${head.status}, which would end HTTP on this connection`);
    }
    // Others below 200, such as early hints, come before the answer.
    if (head.status >= 200) this.#begin(head);
    const rest = text.subarray(end + END_OF_HEAD.length);
    return this.#head || rest.length > 0 ? rest : undefined;
  }

  #begin(head: FramedHead): void {
    this.#head = head;
    if (head.body === "chunked") this.#chunked = new ChunkedBody();
    else if (head.body !== "close") this.#left = head.body;
    this.#receiver.head({ status: head.status, headers: head.headers });
  }

  #readBody(head: FramedHead, bytes: Buffer): void | Promise<void> {
    if (head.body === "close") return this.#give([bytes]);
    if (!this.#chunked) {
      const piece = bytes.subarray(0, this.#left);
      this.#left -= piece.length;
      if (this.#left === 0) this.#finish(bytes.length - piece.length);
      return this.#give([piece]);
    }
    const pieces: Buffer[] = [];
    const end = this.#chunked.read(bytes, (piece) => pieces.push(piece));
    if (end !== undefined) this.#finish(bytes.length - end);
    return this.#give(pieces);
  }

  /** @param more bytes after the answer: they are the answer to nothing */
  #finish(more: number): void {
    this.#done = true;
    this.#tooMuch = more > 0;
  }

  /**
   * Gives pieces of one read on as one. They are moved together where they lie: a copy of each read would be nearly all
   * the memory that a stream takes.
   */
  #give([first, ...more]: Buffer[]): void | Promise<void> {
    if (!first) return;
    const all = new Uint8Array(first.buffer, first.byteOffset);
    let length = first.length;
    for (const piece of more) {
      all.set(piece, length);
      length += piece.length;
    }
    if (length > 0)
      return this.#receiver.chunk(Buffer.from(first.buffer, first.byteOffset, length));
  }
}
