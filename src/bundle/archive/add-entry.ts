import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LINKED_BYTES } from "../../../contract/entry-path.ts";
import { whyNoLink } from "../../../contract/links.ts";
import { ROOT } from "../../../contract/root.ts";
import { sha256Hex, sha256OfFile } from "../../digest.ts";
import { UserError } from "../../errors.ts";
import { contentTime, FOLDER_TIME } from "../../file-times.ts";
import { isSame } from "../../inject/copy/copy-file.ts";
import { changed } from "../../inject/copy/file-problem.ts";
import { readLink } from "../../inject/copy/names.ts";
import { MAX_PIECE } from "./cut.ts";
import type { Entry } from "./entries.ts";
import { fileSlices } from "./file-slices.ts";
import { heldAs } from "./held.ts";
import type { PieceWriter } from "./piece-writer.ts";
import { padding, tarHeader } from "./tar-header.ts";

/** What was added: the size of its content, and how it is written down. */
export interface Added {
  readonly bytes: number;
  readonly held: string;
}

/** The large files that are packed, by how they are written down; values are their paths. */
export type Packed = Map<string, string>;

/** Adds an entry to the archive that is being written. @param packed undefined where equal files all stand there whole */
export async function addEntry(
  writer: PieceWriter,
  backing: string,
  { kind, path }: Entry,
  packed: Packed | undefined,
): Promise<Added> {
  if (kind === "file") return addFile(writer, backing, path, packed);
  const target = kind === "link" ? readLink(backing, path, "packed") : undefined;
  const header = target === undefined ? folder(path) : link(path, target);
  await writer.add(path, header.length, [header]);
  return { bytes: 0, held: target === undefined ? heldAs.directory : heldAs.link(target) };
}

async function addFile(
  writer: PieceWriter,
  backing: string,
  path: string,
  packed: Packed | undefined,
): Promise<Added> {
  const file = join(backing, path);
  // Synchronously, which takes a third of the time; the thread pool is busy with compressing.
  const before = lstatSync(file, { bigint: true });
  const [size, mode] = [Number(before.size), Number(before.mode)];
  const content = size <= MAX_PIECE ? readFileSync(file) : undefined;
  if (content !== undefined && content.length !== size) throw changed(path, "packed");
  const sha256 = content ? sha256Hex(content) : await sha256OfFile(file);
  const as = heldAs.file(mode, sha256);
  const fields = { path, mode: mode & 0o100 ? 0o755 : 0o644, mtime: contentTime(sha256) };
  const isLarge = size >= LINKED_BYTES;
  const target = isLarge ? packed?.get(as) : undefined;
  if (target !== undefined) {
    const link = tarHeader({ ...fields, type: "hardlink", size: 0, target });
    await writer.add(path, link.length, [link]);
    return { bytes: 0, held: as };
  }
  if (isLarge) packed?.set(as, path);
  const header = tarHeader({ ...fields, type: "file", size });
  const end = padding(size);
  const parts = [[header], content ? [content] : fileSlices(file, size, MAX_PIECE, path), [end]];
  await writer.add(path, header.length + size + end.length, flat(parts));
  // It was read twice, once for its digest.
  if (!content && !isSame(before, lstatSync(file, { bigint: true }))) throw changed(path, "packed");
  return { bytes: size, held: as };
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
