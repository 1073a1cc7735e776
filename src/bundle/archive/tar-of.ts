import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import type { Piece } from "../../../contract/manifest.ts";
import { isSha256, sha256Hex } from "../../digest.ts";

const decompress = promisify(zstdDecompress);

/**
 * Reads the tar of an archive on this machine, piece by piece. Each piece is checked against its digest and sizes while
 * it is read: whatever the build ran may have changed it since it was written.
 * @param folder holds the pieces, each a file named by its digest
 * @throws Error for a piece that is not what its digest and its sizes say
 */
export async function* tarOf(folder: string, pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    if (!isSha256(piece.sha256)) throw damaged(piece, "its name is no digest");
    const bytes = await readPiece(join(folder, piece.sha256), piece);
    if (sha256Hex(bytes) !== piece.sha256) throw damaged(piece, "its digest differs");
    yield await inflate(bytes, piece);
  }
}

async function readPiece(file: string, piece: Piece): Promise<Buffer> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size !== piece.bytes) throw damaged(piece, "its size differs");
    const bytes = Buffer.alloc(piece.bytes);
    const { bytesRead } = await handle.read(bytes, 0, piece.bytes, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function inflate(bytes: Buffer, piece: Piece): Promise<Buffer> {
  const options = { chunkSize: piece.tarBytes + 64, maxOutputLength: piece.tarBytes };
  const tar = await decompress(bytes, options).catch((error: Error) => {
    throw damaged(piece, error.message);
  });
  if (tar.length !== piece.tarBytes) throw damaged(piece, "it unpacks to another size");
  return tar;
}

function damaged({ sha256 }: Piece, why: string): Error {
  return new Error(`The piece ${JSON.stringify(sha256)} is damaged: ${why}`);
}
