import { join } from "node:path";
import { type ArchiveRef, type Piece, pieceKey } from "../../../contract/manifest.ts";
import { sha256OfFile } from "../../digest.ts";
import type { BundleStore } from "../../ports/bundle-store.ts";
import { inParallel } from "../in-parallel.ts";

/**
 * Fetches the pieces of archives, each to a new file that is named by its digest.
 * @param archives of a record that was read by a reader: their digests are digests
 * @param folder exists and is empty
 * @returns a text that says what is wrong, if a piece is gone, or is not what its digest and its size say
 */
export async function fetchPieces(
  store: BundleStore,
  bucket: string,
  archives: readonly ArchiveRef[],
  folder: string,
): Promise<string | undefined> {
  const wanted = new Map<string, { readonly ref: ArchiveRef; readonly piece: Piece }>();
  for (const ref of archives)
    for (const piece of ref.pieces) wanted.set(piece.sha256, { ref, piece });
  let wrong: string | undefined;
  await inParallel([...wanted.values()], async ({ ref, piece }) => {
    if (wrong !== undefined) return;
    const found = await fetchPiece(store, bucket, ref, piece, folder);
    // Others work at the same time: what one found stays.
    wrong ??= found;
  });
  return wrong;
}

async function fetchPiece(
  store: BundleStore,
  bucket: string,
  ref: ArchiveRef,
  piece: Piece,
  folder: string,
): Promise<string | undefined> {
  const { sha256, bytes } = piece;
  const [key, file] = [pieceKey(ref, piece), join(folder, sha256)];
  const there = await store.download(bucket, key, file, bytes);
  if (!there) return `${key} is gone, or has another size`;
  return (await sha256OfFile(file)) === sha256 ? undefined : `${key} is damaged`;
}
