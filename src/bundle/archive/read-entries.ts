import { pipeline } from "node:stream/promises";
import tar from "tar-stream";
import { MAX_ENTRIES } from "../../../contract/entry-path.ts";
import type { ArchiveRef } from "../../../contract/manifest.ts";
import { refused } from "./entry-writer.ts";
import { tarOf } from "./tar-of.ts";

/** An archive on this machine: the folder of its pieces, each a file named by its digest, and what it may hold. */
export type LocalArchive = Pick<ArchiveRef, "pieces" | "unpackedBytes"> & {
  readonly folder: string;
};

/** What our packer writes; `link` is a hard link. */
const KINDS: readonly string[] = ["file", "directory", "symlink", "link"];

/** Takes an entry's content, in parts. */
export interface Content {
  data(part: Buffer): void;
  /** Called once, whether the content is complete or not. */
  end(): void;
}

/**
 * Reads an archive's entries, in order, each of a kind that our packer writes.
 * @param begin called for each; returns who takes a file's content, or undefined to pass over it
 * @throws Error for any other entry, or if there are more bytes or entries than there may be
 */
export async function readEntries(
  { folder, pieces, unpackedBytes }: LocalArchive,
  begin: (header: tar.Header) => Content | undefined,
): Promise<void> {
  const extract = tar.extract();
  let bytes = 0;
  let entries = 0;
  const admit = ({ name, type, size = 0 }: tar.Header) => {
    entries += 1;
    if (entries > MAX_ENTRIES) throw refused(name, "is one too many");
    if (type === null || type === undefined || !KINDS.includes(type)) {
      throw refused(name, `is a ${type}`);
    }
    if (type !== "file" && size !== 0) throw refused(name, "has content, which only a file has");
    bytes += size;
    // Not `>`, which lets through what is no number.
    if (!(bytes <= unpackedBytes)) throw refused(name, "exceeds the size that the manifest names");
  };
  let open: Content | undefined;
  const close = () => {
    const taken = open;
    open = undefined;
    taken?.end();
  };
  extract.on("entry", (header, content, next) => {
    content.on("error", () => undefined); // `pipeline` says why.
    try {
      admit(header);
      open = begin(header);
    } catch (error) {
      extract.destroy(error as Error);
      return;
    }
    content.on("data", (part) => {
      try {
        open?.data(part as Buffer);
      } catch (error) {
        extract.destroy(error as Error);
      }
    });
    content.on("end", () => {
      try {
        close();
        next();
      } catch (error) {
        extract.destroy(error as Error);
      }
    });
  });
  try {
    await pipeline(tarOf(folder, pieces), extract);
  } finally {
    close();
  }
}
