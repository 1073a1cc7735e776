import { takeMemory } from "./body-memory.ts";
import { type HttpResponse, headerValue, type Receiver, type ResponseHead } from "./message.ts";

/** Bytes for which memory is taken at once, whatever length a body announces. Lambda takes no more. */
const AT_ONCE = 6 * 1024 * 1024;

/** Bytes of a body that are kept. Nothing longer can become a result, not even compressed, and the memory is the app's. */
const MOST = 32 * 1024 * 1024;

/** Bytes from which on a body is read straight to its place. Less is copied there sooner. */
const LARGE = 64 * 1024;

/** Bytes behind a body's place: what a server sends there is no part of it. */
const BEHIND = 1024;

/** Collects a whole answer. Of a body that is too long it keeps the beginning, and counts the rest. */
export class Collector implements Receiver {
  #head: ResponseHead | undefined;
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #dropped = 0;

  head(head: ResponseHead): void {
    this.#head = head;
  }

  chunk(bytes: Buffer): void {
    const length = Math.min(this.#length + bytes.length, MOST);
    if (length > this.#bytes.length) this.#grow(length);
    const kept = this.#isInPlace(bytes) ? bytes.length : bytes.copy(this.#bytes, this.#length);
    this.#length += kept;
    this.#dropped += bytes.length - kept;
  }

  room(left: number): Buffer | undefined {
    const end = this.#length + left + BEHIND;
    if (left < LARGE || end > AT_ONCE) return undefined;
    if (end > this.#bytes.length) this.#take(end);
    return this.#bytes.subarray(this.#length, end);
  }

  /** The answer. To be asked when it is complete. */
  get response(): HttpResponse {
    const { status, headers } = this.#head!;
    const body = this.#bytes.subarray(0, this.#length);
    return { status, headers, body, ...(this.#dropped > 0 && { dropped: this.#dropped }) };
  }

  #grow(least: number): void {
    const announced = Number(headerValue(this.#head!.headers, "content-length") ?? 0);
    const all = announced < LARGE ? announced : Math.min(announced + BEHIND, AT_ONCE);
    const size = this.#length === 0 ? all : 2 * this.#length;
    this.#take(Math.min(Math.max(least, size), MOST));
  }

  #take(size: number): void {
    const memory = takeMemory(size);
    this.#bytes.copy(memory, 0, 0, this.#length);
    this.#bytes = memory;
  }

  #isInPlace({ buffer, byteOffset }: Buffer): boolean {
    return buffer === this.#bytes.buffer && byteOffset === this.#length;
  }
}
