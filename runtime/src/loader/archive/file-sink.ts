import fs from "node:fs";
import {
  entryPath,
  hardLinkTarget,
  LINKED_BYTES,
  linkTarget,
  MAX_ENTRIES,
  parentOf,
  refusal,
} from "../../../../contract/entry-path.ts";
import { LoadError } from "../load-error.ts";
import type { TarSink } from "./tar.ts";
import type { TarEntry } from "./tar-header.ts";

const hostile = (name: string, why: string) => new LoadError(refusal(name, why));

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = fs.constants;
const NEW_FILE = O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY;

/**
 * Writes entries straight to their place under the root, never over a file or through a link: a path's folders must
 * be real ones, and the file itself must be new. All calls are synchronous: an asynchronous call costs more time than
 * most of these files take to write.
 */
export class FileSink implements TarSink {
  #written: string[] = [];
  readonly #root: string;
  readonly #folders = new Set([""]);
  /** Files that a hard link may lead to. */
  readonly #large = new Set<string>();
  #bytesLeft: number;
  #entries = 0;
  #fd: number | undefined;
  #mtime = 0;

  /** @param maxBytes of all files together at most, from the manifest */
  constructor(root: string, maxBytes: number) {
    this.#root = root;
    this.#bytesLeft = maxBytes;
  }

  /** @throws LoadError for a hostile entry */
  begin(entry: TarEntry): void {
    this.#entries += 1;
    if (this.#entries > MAX_ENTRIES) throw hostile(entry.path, "is one too many");
    const path = entryPath(entry.path, hostile);
    if (entry.type === "directory") {
      this.#folder(path);
      return;
    }
    if (path === "") throw hostile(entry.path, "is the root itself but not a folder");
    this.#folder(parentOf(path));
    try {
      if (entry.type === "symlink") this.#symlink(path, entry);
      else if (entry.type === "hardlink") this.#hardLink(path, entry.target);
      else this.#open(path, entry);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw hostile(entry.path, "appears twice");
    }
    this.#written.push(path);
  }

  /** Returns the files and links that were written since the last call, relative to the root. */
  takeWritten(): readonly string[] {
    const written = this.#written;
    this.#written = [];
    return written;
  }

  data(bytes: Buffer, at: number, length: number): void {
    const end = at + length;
    for (let from = at; from !== end; ) {
      from += fs.writeSync(this.#fd!, bytes, from, end - from);
    }
  }

  end(): void {
    if (this.#fd === undefined) return;
    // Bootsnap recognizes a file by its mtime, so it has to be the one that was packed.
    fs.futimesSync(this.#fd, this.#mtime, this.#mtime);
    this.close();
  }

  /** Closes the file in progress, whatever happened to it. */
  close(): void {
    if (this.#fd !== undefined) fs.closeSync(this.#fd);
    this.#fd = undefined;
  }

  #open(path: string, { mode, mtime, size, path: name }: TarEntry): void {
    this.#bytesLeft -= size;
    if (this.#bytesLeft < 0) throw hostile(name, "exceeds the size that the manifest names");
    this.#fd = fs.openSync(`${this.#root}/${path}`, NEW_FILE, mode);
    this.#mtime = mtime;
    if (size >= LINKED_BYTES) this.#large.add(path);
    // The usual umask has removed these bits.
    if (mode & 0o022) fs.fchmodSync(this.#fd, mode);
  }

  #symlink(path: string, entry: TarEntry): void {
    const full = `${this.#root}/${path}`;
    fs.symlinkSync(linkTarget(path, entry.target, this.#root, hostile), full);
    fs.lutimesSync(full, entry.mtime, entry.mtime);
  }

  /** Both names are of one file: it takes no room on /tmp, and no time. */
  #hardLink(path: string, target: string): void {
    const from = hardLinkTarget(path, target, this.#large, hostile);
    fs.linkSync(`${this.#root}/${from}`, `${this.#root}/${path}`);
  }

  #folder(path: string): void {
    if (this.#folders.has(path)) return;
    this.#folder(parentOf(path));
    const full = `${this.#root}/${path}`;
    try {
      fs.mkdirSync(full, 0o755);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (!fs.lstatSync(full).isDirectory())
        throw hostile(path, "passes through something that is not a folder");
    }
    this.#folders.add(path);
  }
}
