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

/** Cuts a tar into pieces and writes them to a folder, each compressed and named by its digest. */
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
      for (let at = 0; at < part.length; ) {
        const take = Math.min(part.length - at, MAX_PIECE - this.#bytes);
        this.#waiting.push(part.subarray(at, at + take));
        this.#bytes += take;
        at += take;
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
    piece.catch(() => undefined); // Whoever waits for the pieces hears of it.
    this.#pieces.push(piece);
    // As many at once as there are processors, and no more of the tar in memory.
    await this.#pieces.at(-availableParallelism());
  }

  /**
   * In one call, not as a stream: Node's streams tell the compressor that a chunk is the last one if its end
   * was known by then, and so the bytes would depend on how fast they came.
   */
  async #write(tar: Buffer): Promise<Piece> {
    const bytes = await compress(tar, {
      // So that the loader, which reads it from here, decompresses it in one call as well.
      pledgedSrcSize: tar.length,
      params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
    });
    const sha256 = sha256Hex(bytes);
    await mkdir(this.#folder, { recursive: true });
    await writeFile(join(this.#folder, sha256), bytes);
    return { sha256, bytes: bytes.length, tarBytes: tar.length };
  }
}
