import { closeSync, lstatSync, openSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { join } from "node:path";
import { whyNoLink } from "../../../contract/links.ts";
import type { ArchiveName, Piece } from "../../../contract/manifest.ts";
import { ROOT } from "../../../contract/root.ts";
import { sha256Hex, sha256OfFile } from "../../digest.ts";
import { UserError } from "../../errors.ts";
import { contentTime, FOLDER_TIME } from "../../file-times.ts";
import { type Part, sumParts } from "../parts.ts";
import { MAX_PIECE } from "./cut.ts";
import { type Entry, listEntries } from "./entries.ts";
import { PieceWriter } from "./piece-writer.ts";
import { BLOCK, padding, tarHeader } from "./tar-header.ts";

/** A packed archive on this machine. */
export interface PackedArchive {
  readonly name: ArchiveName;
  /** Holds the pieces, each a file named by its digest. */
  readonly folder: string;
  readonly pieces: readonly Piece[];
  readonly unpackedBytes: number;
  /** What it is made up of: their sizes are `unpackedBytes` together. */
  readonly parts: readonly Part[];
}

/**
 * Packs folders of the backing folder. The same files give the same bytes whoever packs them: order, owner,
 * modes and times do not come from the machine.
 */
export async function packArchive(options: {
  readonly name: ArchiveName;
  readonly backing: string;
  readonly directories: readonly string[];
  readonly leaveOut: (path: string) => boolean;
  /** Where the pieces are written. */
  readonly folder: string;
}): Promise<PackedArchive> {
  const { name, backing, folder } = options;
  const writer = new PieceWriter(folder);
  const files: { path: string; bytes: number }[] = [];
  for (const entry of await listEntries(backing, options.directories, options.leaveOut)) {
    const bytes = await add(writer, backing, entry);
    if (entry.kind === "file") files.push({ path: entry.path, bytes });
  }
  const pieces = await writer.end(Buffer.alloc(2 * BLOCK));
  const unpackedBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return { name, folder, pieces, unpackedBytes, parts: sumParts(name, files) };
}

/** @returns the size of the entry's content in bytes */
async function add(writer: PieceWriter, backing: string, entry: Entry): Promise<number> {
  const full = join(backing, entry.path);
  if (entry.kind !== "file") {
    const fixed = { size: 0, mtime: FOLDER_TIME };
    const header =
      entry.kind === "directory"
        ? tarHeader({ ...fixed, path: `${entry.path}/`, type: "directory", mode: 0o755 })
        : tarHeader({
            ...fixed,
            path: entry.path,
            type: "symlink",
            mode: 0o777,
            target: packedLink(entry.path, readlinkSync(full)),
          });
    await writer.add(entry.path, header.length, [header]);
    return 0;
  }
  // Synchronously: it is a third of the time, and the thread pool is busy with compressing.
  const { size, mode } = lstatSync(full);
  const content = size <= MAX_PIECE ? readFileSync(full) : undefined;
  const sha256 = content ? sha256Hex(content) : await sha256OfFile(full);
  const header = tarHeader({
    path: entry.path,
    type: "file",
    mode: mode & 0o100 ? 0o755 : 0o644,
    size: content?.length ?? size,
    mtime: contentTime(sha256),
  });
  const end = padding(size);
  const parts = [[header], content ? [content] : slices(full, size), [end]];
  await writer.add(entry.path, header.length + size + end.length, flat(parts));
  return size;
}

/** Lambda refuses what this does: better said before it is uploaded. */
function packedLink(path: string, target: string): string {
  const why = whyNoLink(path, target, ROOT);
  if (why === undefined) return target;
  throw new UserError(
    `The link \`${path}\`, as it is after \`build-command\`, ${why}, \`${ROOT}\`.`,
    "Let it lead to a place in the app, or to a mounted file system below `/mnt/`.",
  );
}

function* flat(parts: readonly Iterable<Buffer>[]): Generator<Buffer> {
  for (const part of parts) yield* part;
}

/** A file's content in parts that fit in memory. */
function* slices(file: string, size: number): Generator<Buffer> {
  const fd = openSync(file, "r");
  try {
    for (let at = 0; at < size; ) {
      const slice = Buffer.allocUnsafe(Math.min(MAX_PIECE, size - at));
      const bytes = readSync(fd, slice, 0, slice.length, at);
      if (bytes === 0) throw new Error(`${file} shrank while it was packed`);
      yield slice.subarray(0, bytes);
      at += bytes;
    }
  } finally {
    closeSync(fd);
  }
}
