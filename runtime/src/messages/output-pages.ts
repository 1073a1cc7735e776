import { setTimeout as sleep } from "node:timers/promises";
import { PAGE_BYTES } from "../../../contract/messages.ts";
import type { Output } from "../logs/output.ts";
import { LONGEST_VALUE } from "./hide-values.ts";
import { put } from "./presigned.ts";

/** Milliseconds between two uploads of a page that grows. */
const PAUSE = 1000;
/** How often what could not be left is tried again at the end. */
const LAST_TRIES = 3;

const LINE_FEED = 10;

interface Page {
  readonly url: string;
  bytes: Buffer;
  /** Bytes of it that S3 has. */
  left: number;
}

export interface PageOptions {
  readonly urls: readonly string[];
  /** Takes out what nobody should read. */
  readonly hide: (text: string) => string;
  readonly output: Pick<Output, "write">;
  readonly pageBytes?: number;
  readonly pauseMs?: number;
}

/** Leaves a command's output in S3 while it is written, for whoever watches it or wants all of it. */
export class OutputPages {
  readonly #options: PageOptions;
  readonly #limit: number;
  readonly #pause: number;
  readonly #pages: Page[] = [];
  readonly #over = new AbortController();
  /** The start of a line whose end is to come. */
  #rest: Buffer = Buffer.alloc(0);
  #lost = 0;
  #uploading: Promise<void> | undefined;

  constructor(options: PageOptions) {
    this.#options = options;
    this.#limit = options.pageBytes ?? PAGE_BYTES;
    this.#pause = options.pauseMs ?? PAUSE;
  }

  push(chunk: Buffer): void {
    const text = Buffer.concat([this.#rest, chunk]);
    const lines = text.lastIndexOf(LINE_FEED) + 1;
    this.#rest = text.subarray(lines);
    if (lines > 0) this.#add(this.#hidden(text.subarray(0, lines)));
    // What may be the start of a value stays, so that it is hidden when its end has come.
    if (this.#rest.length > this.#limit) this.#takeRest(LONGEST_VALUE);
    this.#uploading ??= this.#upload().finally(() => {
      this.#uploading = undefined;
    });
  }

  /**
   * Leaves the rest.
   * @param limitMs milliseconds that it may take: S3 may not answer
   * @returns what the result says of it
   */
  async end(limitMs: number): Promise<{ readonly pages: number; readonly lostBytes: number }> {
    this.#takeRest(0);
    this.#over.abort();
    await Promise.race([this.#leaveAll(), sleep(limitMs, undefined, { ref: false })]);
    if (this.#behind.length > 0 || this.#lost > 0) {
      this.#options.output.write(
        `megamode: ${this.#behind.length} pages of the output could not be left in S3, and ${this.#lost} bytes had no room\n`,
      );
    }
    return { pages: this.#pages.length, lostBytes: this.#lost };
  }

  async #leaveAll(): Promise<void> {
    await this.#uploading;
    for (let tries = 0; tries < LAST_TRIES && this.#behind.length > 0; tries += 1) {
      if (tries > 0) await sleep(this.#pause);
      await this.#leave();
    }
  }

  get #behind(): readonly Page[] {
    return this.#pages.filter(({ bytes, left }) => left < bytes.length);
  }

  /** @param kept bytes at its end that stay */
  #takeRest(kept: number): void {
    const hidden = this.#hidden(this.#rest);
    const taken = Math.max(0, hidden.length - kept);
    this.#add(hidden.subarray(0, taken));
    this.#rest = hidden.subarray(taken);
  }

  #hidden(text: Buffer): Buffer {
    return Buffer.from(this.#options.hide(text.toString("latin1")), "latin1");
  }

  /** Adds what is hidden already, cut where a page is full: behind the last line that fits, or else within one. */
  #add(text: Buffer): void {
    let hidden = text;
    while (hidden.length > 0) {
      const page = this.#pages.at(-1);
      const taken = hidden.subarray(0, page ? this.#fits(hidden, page) : 0);
      if (page && taken.length > 0) page.bytes = Buffer.concat([page.bytes, taken]);
      hidden = hidden.subarray(taken.length);
      if (hidden.length === 0) return;
      const url = this.#options.urls[this.#pages.length];
      if (url === undefined) {
        this.#lost += hidden.length;
        return;
      }
      this.#pages.push({ url, bytes: Buffer.alloc(0), left: 0 });
    }
  }

  /** Returns how many bytes of whole lines have room in a page; an empty one takes a part of a line that is too long. */
  #fits(lines: Buffer, { bytes }: Page): number {
    const room = this.#limit - bytes.length;
    if (lines.length <= room) return lines.length;
    return lines.subarray(0, room).lastIndexOf(LINE_FEED) + 1 || (bytes.length === 0 ? room : 0);
  }

  async #upload(): Promise<void> {
    while (!this.#over.signal.aborted) {
      await sleep(this.#pause, undefined, { signal: this.#over.signal }).catch(() => undefined);
      await this.#leave();
      if (this.#behind.length === 0) return;
    }
  }

  async #leave(): Promise<void> {
    for (const page of this.#behind) {
      const { url, bytes } = page;
      if ((await put(url, bytes).catch(() => 0)) === 200) page.left = bytes.length;
    }
  }
}
