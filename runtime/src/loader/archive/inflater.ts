import { createZstdDecompress } from "node:zlib";
import type { ArchiveRef, Piece } from "../../../../contract/manifest.ts";
import { LoadError } from "../load-error.ts";

/** Bytes by which the output buffer is too long, so that one call fills it and sees the end. */
const SPARE = 64;

/**
 * Decompresses one piece after the other into the same memory: new megabytes for each piece would cost half as much
 * as the decompression. Each piece takes one call, which is twice as fast as many calls: zstd then writes the bytes
 * where they are wanted, instead of copying them from a window.
 */
export class Inflater {
  readonly #zstd: ReturnType<typeof createZstdDecompress>;
  #parts: Buffer[] = [];
  #length = 0;
  #wanted = 0;
  #failed: Error | undefined;

  /** @param bytes of the largest piece, unpacked */
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
    this.#zstd.on("end", () => this.#zstd.destroy(new Error("it has bytes after its end")));
  }

  /**
   * Returns the part of the tar that a verified piece holds, in one buffer or several. They are valid until the next
   * piece.
   * @throws LoadError if it is not what the manifest says; this object is of no use afterwards
   */
  async inflate(ref: ArchiveRef, piece: Piece, bytes: Buffer): Promise<readonly Buffer[]> {
    this.#parts = [];
    this.#length = 0;
    this.#wanted = piece.tarBytes;
    // Node appends to its output buffer until it is full, and then makes another one. This makes it start at the
    // beginning again. The name is not public; if it has no effect, the output is the same, in two parts.
    Object.assign(this.#zstd, { _outOffset: 0 });
    await new Promise<void>((resolve) => {
      this.#zstd.once("close", resolve);
      this.#zstd.write(bytes, () => {
        this.#zstd.off("close", resolve);
        resolve();
      });
    });
    if (!this.#failed && this.#length === piece.tarBytes) return this.#parts;
    const sizes = `it unpacks to ${this.#length} bytes, the manifest says ${piece.tarBytes}`;
    const wrong = this.#failed?.message ?? sizes;
    throw new LoadError(`the archive \`${ref.name}\` (${piece.sha256}) is damaged: ${wrong}`, {
      cause: this.#failed,
    });
  }

  close(): void {
    this.#zstd.destroy();
  }
}
