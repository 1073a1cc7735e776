import { type HttpResponse, headerValue, type Receiver, type ResponseHead } from "./message.ts";

/** Bytes that are taken for a body at once, whatever length it announces. Lambda takes no more. */
const MOST = 6 * 1024 * 1024;

/** Collects a whole answer. */
export class Collector implements Receiver {
  #head: ResponseHead | undefined;
  #bytes = Buffer.alloc(0);
  #length = 0;

  head(head: ResponseHead): void {
    this.#head = head;
  }

  chunk(bytes: Buffer): void {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) this.#grow(length);
    this.#length += bytes.copy(this.#bytes, this.#length);
  }

  /** The answer. To be asked when it is complete. */
  get response(): HttpResponse {
    const { status, headers } = this.#head!;
    return { status, headers, body: this.#bytes.subarray(0, this.#length) };
  }

  #grow(least: number): void {
    const announced = Number(headerValue(this.#head!.headers, "content-length") ?? 0);
    const size = Math.max(least, this.#length === 0 ? Math.min(announced, MOST) : 2 * this.#length);
    const grown = Buffer.allocUnsafe(size);
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
