import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import tar from "tar-stream";
import type { Piece } from "../../../contract/manifest.ts";
import { tarOf } from "./tar-of.ts";

/**
 * Unpacks some files of an archive.
 * @param archive the folder of its pieces, each a file named by its digest
 * @param into the folder that their paths are relative to
 * @returns how many of them the archive holds
 */
export async function pickFiles(
  archive: { readonly folder: string; readonly pieces: readonly Piece[] },
  paths: readonly string[],
  into: string,
): Promise<number> {
  const wanted = new Set(paths);
  const extract = tar.extract();
  let found = 0;
  extract.on("entry", (header, content, next) => {
    if (header.type !== "file" || !wanted.has(header.name)) {
      content.resume();
      content.on("end", () => next());
      return;
    }
    found += 1;
    const file = join(into, header.name);
    mkdir(dirname(file), { recursive: true })
      .then(() => pipeline(content, createWriteStream(file)))
      .then(() => next(), next);
  });
  await pipeline(tarOf(archive.folder, archive.pieces), extract);
  return found;
}
