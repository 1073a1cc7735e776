import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import tar from "tar-stream";
import type { Piece } from "../../../contract/manifest.ts";
import { tarOf } from "./tar-of.ts";

/**
 * Unpacks an archive of ours as Lambda does: modes and times as they are in it.
 * @param archive where its pieces lie, each a file named by its digest, which is known to be right
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
        // At once and not one after the other in the background: thousands of small files.
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
    symlinkSync(header.linkname ?? "", path);
    return;
  }
  writeFileSync(path, content, { mode: header.mode ?? 0o644, flag: "wx" });
  if (header.mtime) utimesSync(path, header.mtime, header.mtime);
}
