import { LoadError } from "./load-error.ts";
import { type EntryType, parseHeader, parsePax, type TarEntry, text } from "./tar-header.ts";

/** Takes what the reader finds. Calls are synchronous and in the archive's order. */
export interface TarSink {
  begin(entry: TarEntry): void;
  /** A piece of the entry's content; valid during the call only. */
  data(piece: Buffer): void;
  end(): void;
}

const TYPES: Readonly<Record<string, EntryType>> = {
  "0": "file",
  "1": "hardlink",
  "2": "symlink",
  "5": "directory",
};
/** A name or pax header larger than this is an attack. */
const MAX_META = 1024 * 1024;

/** Reads a tar as its bytes arrive: ustar, pax (`path`, `linkpath`, `size`, `mtime`), GNU long names. */
export class TarReader {
  readonly #sink: TarSink;
  readonly #block = Buffer.alloc(512);
  #filled = 0;
  /** Bytes of content, then of padding, that are still to come. */
  #left = 0;
  #padding = 0;
  #ended = false;
  #meta: { readonly flag: string; readonly pieces: Buffer[] } | undefined;
  #pax: ReadonlyMap<string, string> = new Map();
  #longPath: string | undefined;
  #longTarget: string | undefined;

  constructor(sink: TarSink) {
    this.#sink = sink;
  }

  /** @throws LoadError for what is not a tar or must not be unpacked; the reader is of no use afterwards */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.#ended) {
      const rest = chunk.length - at;
      if (this.#left > 0) {
        const take = Math.min(rest, this.#left);
        const piece = chunk.subarray(at, at + take);
        if (this.#meta) this.#meta.pieces.push(Buffer.from(piece));
        else this.#sink.data(piece);
        this.#left -= take;
        at += take;
        if (this.#left === 0) this.#finish();
      } else if (this.#padding > 0) {
        const take = Math.min(rest, this.#padding);
        this.#padding -= take;
        at += take;
      } else {
        const take = Math.min(rest, 512 - this.#filled);
        chunk.copy(this.#block, this.#filled, at, at + take);
        this.#filled += take;
        at += take;
        if (this.#filled === 512) this.#start();
      }
    }
  }

  /** @throws LoadError where the archive stops before its end */
  close(): void {
    if (!this.#ended)
      throw new LoadError("the archive ends early: it was truncated when it was packed");
  }

  #start(): void {
    this.#filled = 0;
    if (this.#block.every((byte) => byte === 0)) {
      this.#ended = true;
      return;
    }
    const { flag, ...header } = parseHeader(this.#block);
    if ("xgLK".includes(flag)) {
      if (header.size > MAX_META) throw new LoadError("the archive has an absurdly long header");
      this.#meta = { flag, pieces: [] };
      this.#expect(header.size);
      return;
    }
    const type = TYPES[flag];
    const path = this.#pax.get("path") ?? this.#longPath ?? header.path;
    if (!type)
      throw new LoadError(`refused the archive entry ${JSON.stringify(path)}: type ${flag}`);
    const declared = Number(this.#pax.get("size") ?? header.size);
    if (!Number.isSafeInteger(declared) || declared < 0) {
      throw new LoadError(`refused the archive entry ${JSON.stringify(path)}: absurd size`);
    }
    // A link or folder has no content, whatever its header says.
    const size = type === "file" ? declared : 0;
    const target = this.#pax.get("linkpath") ?? this.#longTarget ?? header.target;
    const mtime = Number(this.#pax.get("mtime") ?? header.mtime);
    this.#sink.begin({ ...header, type, path, target, size, mtime });
    this.#pax = new Map();
    this.#longPath = undefined;
    this.#longTarget = undefined;
    this.#expect(size);
  }

  #expect(size: number): void {
    this.#left = size;
    this.#padding = (512 - (size % 512)) % 512;
    if (size === 0) this.#finish();
  }

  #finish(): void {
    const meta = this.#meta;
    if (!meta) {
      this.#sink.end();
      return;
    }
    this.#meta = undefined;
    const data = Buffer.concat(meta.pieces);
    if (meta.flag === "x") this.#pax = parsePax(data);
    if (meta.flag === "L") this.#longPath = text(data, 0, data.length);
    if (meta.flag === "K") this.#longTarget = text(data, 0, data.length);
  }
}
