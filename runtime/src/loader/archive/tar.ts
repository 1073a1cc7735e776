import { LoadError } from "../load-error.ts";
import { parsePax } from "./pax.ts";
import { BLOCK, type EntryType, isZero, parseHeader, type TarEntry } from "./tar-header.ts";

/** Takes what the reader finds. Calls are synchronous and in the archive's order. */
export interface TarSink {
  begin(entry: TarEntry): void;
  /** A part of the entry's content; valid during the call only. */
  data(bytes: Buffer, at: number, length: number): void;
  end(): void;
}

/** The types that our packer writes. All others, such as devices, are refused. */
const TYPES: Readonly<Record<string, EntryType>> = {
  "0": "file",
  "1": "hardlink",
  "2": "symlink",
  "5": "directory",
};
/** An extended header larger than this is an attack. */
const MAX_PAX = 1024 * 1024;

/** Reads a tar as its bytes arrive, cut anywhere: ustar and pax (`path`, `linkpath`). */
export class TarReader {
  readonly #sink: TarSink;
  /** A header of which a part has arrived. */
  readonly #block = Buffer.alloc(BLOCK);
  #filled = 0;
  /** Bytes of content, then of padding, that are still to come. */
  #left = 0;
  #padding = 0;
  #ended = false;
  #paxParts: Buffer[] | undefined;
  #pax: ReadonlyMap<string, string> | undefined;

  constructor(sink: TarSink) {
    this.#sink = sink;
  }

  /** @throws LoadError for what is not a tar or must not be unpacked; the reader is of no use afterwards */
  push(bytes: Buffer): void {
    for (let at = 0; at !== bytes.length; ) at += this.#take(bytes, at);
  }

  /** @throws LoadError if the archive stops before its end */
  close(): void {
    if (!this.#ended) {
      throw new LoadError("the archive ends early: it was truncated when it was packed");
    }
  }

  /** @returns how many bytes it took: at least one */
  #take(bytes: Buffer, at: number): number {
    const rest = bytes.length - at;
    if (this.#ended) return rest;
    if (this.#left) return this.#content(bytes, at, Math.min(rest, this.#left));
    if (this.#padding) {
      const count = Math.min(rest, this.#padding);
      this.#padding -= count;
      return count;
    }
    const count = Math.min(rest, BLOCK - this.#filled);
    if (count === BLOCK) {
      this.#start(bytes, at);
      return count;
    }
    bytes.copy(this.#block, this.#filled, at, at + count);
    this.#filled += count;
    if (this.#filled === BLOCK) {
      this.#filled = 0;
      this.#start(this.#block, 0);
    }
    return count;
  }

  #content(bytes: Buffer, at: number, count: number): number {
    if (this.#paxParts) this.#paxParts.push(Buffer.from(bytes.subarray(at, at + count)));
    else this.#sink.data(bytes, at, count);
    this.#left -= count;
    if (this.#left === 0) this.#finish();
    return count;
  }

  #start(bytes: Buffer, at: number): void {
    if (isZero(bytes, at)) {
      this.#ended = true;
      return;
    }
    const header = parseHeader(bytes, at);
    if (header.flag === "x") {
      if (header.size > MAX_PAX) throw new LoadError("the archive has an absurdly long header");
      this.#paxParts = [];
      this.#expect(header.size);
      return;
    }
    const path = this.#pax?.get("path") ?? header.path;
    const target = this.#pax?.get("linkpath") ?? header.target;
    this.#pax = undefined;
    const type = TYPES[header.flag];
    if (!type) {
      throw new LoadError(`refused the archive entry ${JSON.stringify(path)}: type ${header.flag}`);
    }
    // A link or folder has no content, whatever its header says.
    const size = type === "file" ? header.size : 0;
    const { mode, mtime } = header;
    this.#sink.begin({ type, path, target, mode, size, mtime });
    this.#expect(size);
  }

  #expect(size: number): void {
    this.#left = size;
    this.#padding = (BLOCK - (size % BLOCK)) % BLOCK;
    if (size === 0) this.#finish();
  }

  #finish(): void {
    if (this.#paxParts) {
      this.#pax = parsePax(Buffer.concat(this.#paxParts));
      this.#paxParts = undefined;
    } else this.#sink.end();
  }
}
