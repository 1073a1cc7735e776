import fs from "node:fs";
import { entryPath, hostile, linkTarget, parentOf } from "./entry-path.ts";
import { LoadError } from "./load-error.ts";
import type { TarSink } from "./tar.ts";
import type { TarEntry } from "./tar-header.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = fs.constants;

/**
 * Writes entries straight to their place under the root. Nothing is ever written over or through a link:
 * a path's folders must be real ones, and the file itself must be new.
 */
export class FileSink implements TarSink {
  /** What was written, folders aside, relative to the root. */
  readonly written: string[] = [];
  readonly #root: string;
  readonly #folders = new Set<string>();
  #bytesLeft: number;
  #file: { readonly fd: number; readonly entry: TarEntry } | undefined;

  /** @param maxBytes what all files together may hold at most: the manifest knows */
  constructor(root: string, maxBytes: number) {
    this.#root = root;
    this.#bytesLeft = maxBytes;
  }

  /** @throws LoadError for a hostile entry */
  begin(entry: TarEntry): void {
    const path = entryPath(entry.path);
    if (entry.type === "directory") {
      this.#folder(path);
      return;
    }
    if (path === "") throw hostile(entry.path, "is the root itself, but no folder");
    this.#folder(parentOf(path));
    try {
      if (entry.type === "symlink") this.#symlink(path, entry);
      else if (entry.type === "hardlink") this.#hardlink(path, entry);
      else this.#open(path, entry);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw hostile(entry.path, "is there twice");
    }
    this.written.push(path);
  }

  data(piece: Buffer): void {
    const { fd } = this.#file!;
    for (let at = 0; at < piece.length; ) at += fs.writeSync(fd, piece, at);
  }

  end(): void {
    if (!this.#file) return;
    const { fd, entry } = this.#file;
    // Bootsnap knows a file by its mtime: it has to be the one that was packed.
    fs.futimesSync(fd, entry.mtime, entry.mtime);
    this.close();
  }

  /** Closes the file in progress, whatever happened to it. */
  close(): void {
    if (this.#file) fs.closeSync(this.#file.fd);
    this.#file = undefined;
  }

  #open(path: string, entry: TarEntry): void {
    this.#bytesLeft -= entry.size;
    if (this.#bytesLeft < 0) throw hostile(entry.path, "exceeds the size that the manifest names");
    const flags = O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY;
    const fd = fs.openSync(`${this.#root}/${path}`, flags, entry.mode);
    this.#file = { fd, entry };
    // What a usual umask takes away.
    if (entry.mode & 0o022) fs.fchmodSync(fd, entry.mode);
  }

  #symlink(path: string, entry: TarEntry): void {
    const full = `${this.#root}/${path}`;
    fs.symlinkSync(linkTarget(path, entry.target, this.#root), full);
    fs.lutimesSync(full, entry.mtime, entry.mtime);
  }

  #hardlink(path: string, entry: TarEntry): void {
    const target = entryPath(entry.target);
    if (!this.written.includes(target)) throw hostile(entry.path, "links to what is not before it");
    fs.linkSync(`${this.#root}/${target}`, `${this.#root}/${path}`);
  }

  #folder(path: string): void {
    if (path === "" || this.#folders.has(path)) return;
    this.#folder(parentOf(path));
    const full = `${this.#root}/${path}`;
    try {
      fs.mkdirSync(full, 0o755);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (!fs.lstatSync(full).isDirectory()) throw hostile(path, "goes through what is no folder");
    }
    this.#folders.add(path);
  }
}

/** What the disk says, in words that name the input to change. */
export function explainDisk(error: unknown, unpackedBytes: number): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== "ENOSPC" && code !== "EDQUOT") return error;
  const megabytes = Math.ceil(unpackedBytes / 1024 / 1024);
  const text = `/tmp is full: the archives need ${megabytes} MB there. Raise \`tmp-size\` (512 to 10240 MB)`;
  return new LoadError(text, { cause: error });
}
