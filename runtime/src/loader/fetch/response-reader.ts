import { TransientError } from "../load-error.ts";
import { Refused } from "./refusal.ts";
import { parseHead, type ResponseHead } from "./response-head.ts";

/** Bytes of an answer's head, or of an error's text. */
const MAX_TEXT = 16 * 1024;
const END_OF_HEAD = "\r\n\r\n";
const LAST_CHUNK = /(^|\n)0\r\n\r\n$/;
const SUCCESS: ReadonlySet<number> = new Set([200, 206]);

/** Memory that a body is written to, and how much of it has arrived. */
export interface Target {
  readonly bytes: Buffer;
  received: number;
}

/**
 * Decides where a body goes, given the head of a 200 or 206. The target must have exactly as much room as is left of
 * the body. An error that it throws ends the request.
 */
export type Accept = (head: ResponseHead) => Target;

/** Makes memory for the texts of answers that are read one after the other. */
export function textMemory(): Buffer {
  return Buffer.alloc(MAX_TEXT);
}

/** Reads one answer of HTTP/1.1, whose bytes arrive in memory that the reader names. */
export class ResponseReader {
  readonly #text: Buffer;
  readonly #accept: Accept;
  #filled = 0;
  #head: ResponseHead | undefined;
  #target: Target | undefined;

  /** @param text from textMemory() */
  constructor(text: Buffer, accept: Accept) {
    this.#text = text;
    this.#accept = accept;
  }

  /** Where the next bytes go: never an empty place. */
  get room(): Buffer {
    const target = this.#target;
    return target ? target.bytes.subarray(target.received) : this.#text.subarray(this.#filled);
  }

  /** Whether the connection ends with this answer, as far as is known. */
  get last(): boolean {
    return this.#head?.last ?? false;
  }

  /**
   * Takes the bytes that have arrived in `room`.
   * @returns whether the answer is complete
   * @throws Refused; TransientError for an answer that makes no sense; whatever `accept` throws
   */
  read(count: number): boolean {
    if (this.#target) this.#target.received += count;
    else this.#readText(count);
    return this.#target !== undefined && this.#target.received === this.#target.bytes.length;
  }

  /** Returns the error of a connection that ends now. The text of a refusal may end with its connection. */
  cut(host: string): Error {
    if (!this.#head || this.#target) {
      return new TransientError(`S3 (${host}): the connection ended`);
    }
    return new Refused(this.#head.status, this.#text.toString("utf8", 0, this.#filled));
  }

  #readText(count: number): void {
    this.#filled += count;
    if (this.#head) {
      this.#readRefusal(this.#head);
      return;
    }
    const text = this.#text.subarray(0, this.#filled);
    const end = text.indexOf(END_OF_HEAD);
    if (end === -1) {
      if (this.#filled < MAX_TEXT) return;
      throw new TransientError("the head of S3's answer is absurdly long");
    }
    this.#head = parseHead(text.toString("latin1", 0, end + 2));
    const body = text.subarray(end + END_OF_HEAD.length);
    if (SUCCESS.has(this.#head.status)) {
      this.#target = this.#begin(this.#head, body);
      return;
    }
    this.#filled = body.copy(this.#text, 0);
    this.#readRefusal(this.#head);
  }

  #begin(head: ResponseHead, body: Buffer): Target {
    const target = this.#accept(head);
    if (body.length > target.bytes.length - target.received) {
      throw new TransientError("S3 sent more than it had announced");
    }
    target.received += body.copy(target.bytes, target.received);
    return target;
  }

  /** Throws the refusal once its text is complete or fills the memory. */
  #readRefusal({ status, length }: ResponseHead): void {
    const text = this.#text.subarray(0, this.#filled);
    const whole = length === undefined && LAST_CHUNK.test(text.toString("latin1"));
    if (whole || this.#filled >= Math.min(length ?? MAX_TEXT, MAX_TEXT)) {
      throw new Refused(status, text.toString("utf8"));
    }
  }
}
