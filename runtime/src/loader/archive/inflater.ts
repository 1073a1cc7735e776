import { createZstdDecompress } from "node:zlib";
import type { ArchiveRef, Piece } from "../../../../contract/manifest.ts";
import { LoadError } from "../load-error.ts";

/** Bytes that the output buffer is longer than what it must hold, so that one call fills it and sees the end. */
const SPARE = 64;

/**
 * Decompresses one piece after the other into the same memory: fresh megabytes for each would cost the system
 * half as much as the decompression. Each piece takes one call, which is twice as fast as many: zstd then
 * writes where the bytes are wanted, without a window to copy them from.
 */
export class Inflater {
  readonly #zstd: ReturnType<typeof createZstdDecompress>;
  #parts: Buffer[] = [];
  #length = 0;
  #wanted = 0;
  #failed: Error | undefined;

  /** @param bytes that the largest piece has unpacked */
  constructor(bytes: number) {
    this.#zstd = createZstdDecompress({ chunkSize: bytes + SPARE });
    this.#zstd.on("data", (part: Buffer) => {
      this.#parts.push(part);
      this.#length += part.length;
      if (this.#length > this.#wanted) this.#zstd.destroy();
    });
    this.#zstd.on("error", (error) => {
      this.#failed = error;
    });
    this.#zstd.on("end", () => this.#zstd.destroy(new Error("there is something behind it")));
  }

  /**
   * The part of the tar that a verified piece holds, in one buffer or several. They are good until the next
   * piece.
   * @throws LoadError where it is not what the manifest says; this object is of no use afterwards
   */
  async inflate(ref: ArchiveRef, piece: Piece, bytes: Buffer): Promise<readonly Buffer[]> {
    this.#parts = [];
    this.#length = 0;
    this.#wanted = piece.tarBytes;
    // Node writes behind what it wrote before until the buffer is full, and then makes another: it is to begin
    // anew. There is no public name for that; where this has no effect, all comes as well, in two parts.
    Object.assign(this.#zstd, { _outOffset: 0 });
    await new Promise<void>((resolve) => {
      this.#zstd.once("close", resolve);
      this.#zstd.write(bytes, () => {
        this.#zstd.off("close", resolve);
        resolve();
      });
    });
    const text = `it unpacks to ${this.#length} bytes, the manifest says ${piece.tarBytes}`;
    const wrong = this.#failed?.message ?? (this.#length === piece.tarBytes ? undefined : text);
    if (wrong === undefined) return this.#parts;
    throw new LoadError(`the archive \`${ref.name}\` (${piece.sha256}) is damaged: ${wrong}`, {
      cause: this.#failed,
    });
  }

  close(): void {
    this.#zstd.destroy();
  }
}
