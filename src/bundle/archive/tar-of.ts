import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import type { Piece } from "../../../contract/manifest.ts";

const decompress = promisify(zstdDecompress);

/**
 * Reads the tar of an archive on this machine, piece by piece.
 * @param folder holds the pieces, each a file named by its digest
 */
export async function* tarOf(folder: string, pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  for (const { sha256, tarBytes } of pieces) {
    const bytes = await readFile(join(folder, sha256));
    yield await decompress(bytes, { chunkSize: tarBytes + 64, maxOutputLength: tarBytes });
  }
}
