import type { ArchiveName, Piece } from "../../../contract/manifest.ts";
import { explained } from "../../inject/copy/file-problem.ts";
import { type Part, sumParts } from "../parts.ts";
import { addEntry, type Packed } from "./add-entry.ts";
import { listEntries } from "./entries.ts";
import type { Held } from "./held.ts";
import { PieceWriter } from "./piece-writer.ts";
import { BLOCK } from "./tar-header.ts";

/** A packed archive on this machine. */
export interface PackedArchive {
  readonly name: ArchiveName;
  /** Holds the pieces, each a file named by its digest. */
  readonly folder: string;
  readonly pieces: readonly Piece[];
  readonly unpackedBytes: number;
  /** What it is made up of; their sizes add up to `unpackedBytes`. */
  readonly parts: readonly Part[];
  /** Of the very bytes that were packed. */
  readonly held: Held;
}

/**
 * Packs folders of the backing folder. The same files give the same bytes on every machine: their order, owners,
 * modes and times do not come from it.
 * @throws UserError for what cannot be packed as it is, or changes meanwhile
 */
export async function packArchive(options: {
  readonly name: ArchiveName;
  readonly backing: string;
  readonly directories: readonly string[];
  readonly leaveOut: (path: string, isFolder: boolean) => boolean;
  /** Whether a large file is packed once that has equal ones. Both names are then of one file, which nobody may change. */
  readonly once?: boolean;
  /** Where the pieces are written. */
  readonly folder: string;
}): Promise<PackedArchive> {
  const { name, backing, folder } = options;
  const writer = new PieceWriter(folder);
  const files: { path: string; bytes: number }[] = [];
  const held = new Map<string, string>();
  const packed = options.once ? (new Map() satisfies Packed) : undefined;
  for (const entry of await listEntries(backing, options.directories, options.leaveOut)) {
    const added = await addEntry(writer, backing, entry, packed).catch((error: unknown) => {
      throw explained(error, entry.path, "packed");
    });
    if (entry.kind === "file") files.push({ path: entry.path, bytes: added.bytes });
    held.set(entry.path, added.held);
  }
  const pieces = await writer.end(Buffer.alloc(2 * BLOCK));
  const unpackedBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return { name, folder, pieces, unpackedBytes, parts: sumParts(name, files), held };
}
