import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import tar from "tar-stream";
import type { Piece } from "../../../contract/manifest.ts";
import { tarOf } from "./tar-of.ts";

/**
 * Unpacks an archive of ours as Lambda does, with the modes and times that it holds.
 * @param archive the folder of its pieces, each a file named by its digest; the digests are not checked again
 * @param into the folder that its paths are relative to
 */
export async function unpackArchive(
  archive: { readonly folder: string; readonly pieces: readonly Piece[] },
  into: string,
): Promise<void> {
  const extract = tar.extract();
  extract.on("entry", (header, content, next) => {
    const chunks: Buffer[] = [];
    content.on("data", (chunk) => chunks.push(chunk as Buffer));
    content.on("error", next);
    content.on("end", () => {
      try {
        // Synchronously, which is faster for thousands of small files.
        write(header, Buffer.concat(chunks), join(into, header.name));
        next();
      } catch (error) {
        next(error as Error);
      }
    });
  });
  await pipeline(tarOf(archive.folder, archive.pieces), extract);
}

function write(header: tar.Header, content: Buffer, path: string): void {
  if (header.type === "directory") {
    mkdirSync(path, { recursive: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  if (header.type === "symlink") {
    symlinkSync(String(header.linkname), path);
    return;
  }
  writeFileSync(path, content, { mode: header.mode, flag: "wx" });
  if (header.mtime) utimesSync(path, header.mtime, header.mtime);
}
