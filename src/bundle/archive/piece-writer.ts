import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { constants, zstdCompress } from "node:zlib";
import type { Piece } from "../../../contract/manifest.ts";
import { sha256Hex } from "../../digest.ts";
import { cutAfter, MAX_PIECE } from "./cut.ts";

/** zstd's level: see docs/performance.md. */
const LEVEL = 12;

const compress = promisify(zstdCompress);

/** Cuts a tar into pieces, compresses each and writes it to a folder under its digest. */
export class PieceWriter {
  readonly #folder: string;
  readonly #pieces: Promise<Piece>[] = [];
  #waiting: Buffer[] = [];
  #bytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Adds a whole entry: header, content, padding.
   * @param bytes of all parts together
   */
  async add(path: string, bytes: number, parts: Iterable<Buffer>): Promise<void> {
    if (this.#bytes > 0 && this.#bytes + bytes > MAX_PIECE) await this.#cut();
    for (const part of parts) {
      let rest = part;
      while (rest.length) {
        const taken = rest.subarray(0, MAX_PIECE - this.#bytes);
        this.#waiting.push(taken);
        this.#bytes += taken.length;
        rest = rest.subarray(taken.length);
        if (this.#bytes === MAX_PIECE) await this.#cut();
      }
    }
    if (cutAfter(path, bytes, this.#bytes)) await this.#cut();
  }

  /** @param ending the tar's last blocks */
  async end(ending: Buffer): Promise<readonly Piece[]> {
    this.#waiting.push(ending);
    await this.#cut();
    return Promise.all(this.#pieces);
  }

  async #cut(): Promise<void> {
    const tar = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#bytes = 0;
    const piece = this.#write(tar);
    piece.catch(() => undefined); // `end` reports it.
    this.#pieces.push(piece);
    // At most one piece per processor is compressed at once, which also bounds the tar in memory.
    await this.#pieces.at(-availableParallelism());
  }

  /**
   * Compresses in one call. With a stream, Node tells the compressor that a chunk is the last one only if that
   * is known in time, so the bytes would depend on how fast they arrive.
   */
  async #write(tar: Buffer): Promise<Piece> {
    const bytes = await compress(tar, {
      // Written into the frame's header, so that the loader can decompress in one call too.
      pledgedSrcSize: tar.length,
      params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
    });
    const sha256 = sha256Hex(bytes);
    await mkdir(this.#folder, { recursive: true });
    await writeFile(join(this.#folder, sha256), bytes);
    return { sha256, bytes: bytes.length, tarBytes: tar.length };
  }
}
