import { type HttpResponse, headerValue, type Receiver, type ResponseHead } from "./message.ts";

/** Bytes for which memory is taken at once, whatever length a body announces. Lambda takes no more. */
const AT_ONCE = 6 * 1024 * 1024;

/** Bytes of a body that are kept. Nothing longer can become a result, not even compressed, and the memory is the app's. */
const MOST = 32 * 1024 * 1024;

/** Collects a whole answer. Of a body that is too long it keeps the beginning, and counts the rest. */
export class Collector implements Receiver {
  #head: ResponseHead | undefined;
  #bytes = Buffer.alloc(0);
  #length = 0;
  #dropped = 0;

  head(head: ResponseHead): void {
    this.#head = head;
  }

  chunk(bytes: Buffer): void {
    const length = Math.min(this.#length + bytes.length, MOST);
    if (length > this.#bytes.length) this.#grow(length);
    const kept = bytes.copy(this.#bytes, this.#length);
    this.#length += kept;
    this.#dropped += bytes.length - kept;
  }

  /** The answer. To be asked when it is complete. */
  get response(): HttpResponse {
    const { status, headers } = this.#head!;
    const body = this.#bytes.subarray(0, this.#length);
    return { status, headers, body, ...(this.#dropped > 0 && { dropped: this.#dropped }) };
  }

  #grow(least: number): void {
    const announced = Number(headerValue(this.#head!.headers, "content-length") ?? 0);
    const size = this.#length === 0 ? Math.min(announced, AT_ONCE) : 2 * this.#length;
    const grown = Buffer.allocUnsafe(Math.min(Math.max(least, size), MOST));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
