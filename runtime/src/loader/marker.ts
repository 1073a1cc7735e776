import fs from "node:fs";
import { RESERVED } from "../../../contract/entry-path.ts";
import type { ArchiveRef } from "../../../contract/manifest.ts";

/** Folder of the markers below the root. */
const FOLDER = ".loaded";

/**
 * Records which files an archive brings. Writes them to disk as they come, since there may be many. The record
 * counts only when it is finished.
 */
export class Marker {
  readonly #path: string;

  constructor(root: string, ref: ArchiveRef) {
    this.#path = `${root}/${FOLDER}/${ref.name}`;
    fs.mkdirSync(`${root}/${FOLDER}`, { recursive: true });
    fs.writeFileSync(`${this.#path}.new`, identity(ref));
  }

  /** @param files relative to the root */
  add(files: readonly string[]): void {
    fs.appendFileSync(`${this.#path}.new`, files.map((file) => `\0${file}`).join(""));
  }

  /** To be called when the archive is complete and verified. */
  finish(): void {
    fs.renameSync(`${this.#path}.new`, this.#path);
  }
}

function identity({ pieces }: ArchiveRef): string {
  return pieces.map(({ sha256 }) => sha256).join();
}

/** Returns the files of an archive that an earlier runtime of this sandbox completed; undefined if none did. */
export function loadedFiles(root: string, ref: ArchiveRef): readonly string[] | undefined {
  try {
    const [found, ...files] = fs.readFileSync(`${root}/${FOLDER}/${ref.name}`, "utf8").split("\0");
    return found === identity(ref) ? files : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Removes whatever a killed runtime left half-written: all files that belong to no complete archive.
 * @param complete the files of each complete archive
 */
export function discardOthers(
  root: string,
  complete: ReadonlyMap<string, readonly string[]>,
): void {
  const files = new Set([...complete.values()].flat());
  const markers = readdir(`${root}/${FOLDER}`);
  for (const { name } of markers) {
    if (!complete.has(name)) fs.rmSync(`${root}/${FOLDER}/${name}`);
  }
  for (const entry of readdir(root)) {
    if (!RESERVED.has(entry.name)) discard(root, entry, entry.name, files);
  }
}

/** @returns whether nothing of the entry is left */
function discard(
  root: string,
  entry: fs.Dirent,
  path: string,
  wanted: ReadonlySet<string>,
): boolean {
  if (!entry.isDirectory()) {
    if (wanted.has(path)) return false;
    fs.unlinkSync(`${root}/${path}`);
    return true;
  }
  let empty = true;
  for (const child of readdir(`${root}/${path}`)) {
    if (!discard(root, child, `${path}/${child.name}`, wanted)) empty = false;
  }
  if (empty) fs.rmdirSync(`${root}/${path}`);
  return empty;
}

function readdir(path: string): fs.Dirent[] {
  try {
    return fs.readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
