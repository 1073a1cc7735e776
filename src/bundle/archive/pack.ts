import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { whyNoLink } from "../../../contract/links.ts";
import type { ArchiveName, Piece } from "../../../contract/manifest.ts";
import { ROOT } from "../../../contract/root.ts";
import { sha256Hex, sha256OfFile } from "../../digest.ts";
import { UserError } from "../../errors.ts";
import { contentTime, FOLDER_TIME } from "../../file-times.ts";
import { isSame } from "../../inject/copy/copy-file.ts";
import { changed, explained } from "../../inject/copy/file-problem.ts";
import { readLink } from "../../inject/copy/names.ts";
import { type Part, sumParts } from "../parts.ts";
import { MAX_PIECE } from "./cut.ts";
import { type Entry, listEntries } from "./entries.ts";
import { fileSlices } from "./file-slices.ts";
import { type Held, heldAs } from "./held.ts";
import { PieceWriter } from "./piece-writer.ts";
import { BLOCK, padding, tarHeader } from "./tar-header.ts";

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
  /** Where the pieces are written. */
  readonly folder: string;
}): Promise<PackedArchive> {
  const { name, backing, folder } = options;
  const writer = new PieceWriter(folder);
  const files: { path: string; bytes: number }[] = [];
  const held = new Map<string, string>();
  for (const entry of await listEntries(backing, options.directories, options.leaveOut)) {
    const added = await add(writer, backing, entry).catch((error: unknown) => {
      throw explained(error, entry.path, "packed");
    });
    if (entry.kind === "file") files.push({ path: entry.path, bytes: added.bytes });
    held.set(entry.path, added.held);
  }
  const pieces = await writer.end(Buffer.alloc(2 * BLOCK));
  const unpackedBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return { name, folder, pieces, unpackedBytes, parts: sumParts(name, files), held };
}

/** What was added: the size of its content, and how it is written down. */
interface Added {
  readonly bytes: number;
  readonly held: string;
}

async function add(writer: PieceWriter, backing: string, { kind, path }: Entry): Promise<Added> {
  if (kind === "file") return addFile(writer, backing, path);
  const target = kind === "link" ? readLink(backing, path, "packed") : undefined;
  const header = target === undefined ? folder(path) : link(path, target);
  await writer.add(path, header.length, [header]);
  return { bytes: 0, held: target === undefined ? heldAs.directory : heldAs.link(target) };
}

async function addFile(writer: PieceWriter, backing: string, path: string): Promise<Added> {
  const file = join(backing, path);
  // Synchronously, which takes a third of the time; the thread pool is busy with compressing.
  const before = lstatSync(file, { bigint: true });
  const [size, mode] = [Number(before.size), Number(before.mode)];
  const content = size <= MAX_PIECE ? readFileSync(file) : undefined;
  if (content !== undefined && content.length !== size) throw changed(path, "packed");
  const sha256 = content ? sha256Hex(content) : await sha256OfFile(file);
  const header = tarHeader({
    path,
    type: "file",
    mode: mode & 0o100 ? 0o755 : 0o644,
    size,
    mtime: contentTime(sha256),
  });
  const end = padding(size);
  const parts = [[header], content ? [content] : fileSlices(file, size, MAX_PIECE, path), [end]];
  await writer.add(path, header.length + size + end.length, flat(parts));
  // It was read twice, once for its digest.
  if (!content && !isSame(before, lstatSync(file, { bigint: true }))) throw changed(path, "packed");
  return { bytes: size, held: heldAs.file(mode, sha256) };
}

function folder(path: string): Buffer {
  return tarHeader({
    path: `${path}/`,
    type: "directory",
    mode: 0o755,
    size: 0,
    mtime: FOLDER_TIME,
  });
}

/** @throws UserError for a link that Lambda would refuse, before anything is uploaded */
function link(path: string, target: string): Buffer {
  const why = whyNoLink(path, target, ROOT);
  if (why !== undefined) {
    throw new UserError(
      `The link \`${path}\`, as it is after \`build-command\`, ${why}, \`${ROOT}\`.`,
      "Let it lead to a place in the app, or to a mounted file system below `/mnt/`.",
    );
  }
  return tarHeader({ path, type: "symlink", mode: 0o777, size: 0, mtime: FOLDER_TIME, target });
}

function* flat(parts: readonly Iterable<Buffer>[]): Generator<Buffer> {
  for (const part of parts) yield* part;
}
