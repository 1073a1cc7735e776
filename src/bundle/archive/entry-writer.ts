import {
  closeSync,
  constants,
  fchmodSync,
  futimesSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import {
  entryPath,
  hardLinkTarget,
  LINKED_BYTES,
  linkTarget,
  parentOf,
  refusal,
} from "../../../contract/entry-path.ts";
import { ROOT } from "../../../contract/root.ts";

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
const NEW_FILE = O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY;

/** What a header says of a file. */
export interface FileHeader {
  readonly mode?: number | undefined;
  readonly mtime?: Date | undefined;
  /** Bytes of content. */
  readonly size?: number | undefined;
}

/**
 * Writes an archive's entries below a folder by the same rule as the proxy does in Lambda: never over a file or through
 * a link. All calls are synchronous, which is faster for thousands of small files.
 */
export class EntryWriter {
  readonly #into: string;
  readonly #folders = new Set([""]);
  /** Files that a hard link may lead to. */
  readonly #large = new Set<string>();

  /** @param into the folder that stands for the root */
  constructor(into: string) {
    this.#into = into;
  }

  /** Makes a folder, unless it is there. @throws Error for a hostile entry, as the others do */
  folder(name: string): void {
    this.#ensure(entryPath(name, refused));
  }

  link(name: string, target: string): void {
    const path = this.#place(name);
    linkTarget(path, target, ROOT, refused);
    create(name, () => symlinkSync(target, join(this.#into, path)));
  }

  hardLink(name: string, target: string): void {
    const path = this.#place(name);
    const from = hardLinkTarget(path, target, this.#large, refused);
    create(name, () => linkSync(join(this.#into, from), join(this.#into, path)));
  }

  /** Opens a new file. @returns its file descriptor, which the caller finishes */
  open(name: string, header: FileHeader): number {
    const path = this.#place(name);
    const fd = create(name, () => openSync(join(this.#into, path), NEW_FILE, rights(header)));
    if ((header.size ?? 0) >= LINKED_BYTES) this.#large.add(path);
    return fd;
  }

  /** @returns the path of an entry that is not the root, in a folder that is there then */
  #place(name: string): string {
    const path = entryPath(name, refused);
    if (path === "") throw refused(name, "is the root itself but not a folder");
    this.#ensure(parentOf(path));
    return path;
  }

  #ensure(path: string): void {
    if (this.#folders.has(path)) return;
    this.#ensure(parentOf(path));
    const full = join(this.#into, path);
    try {
      mkdirSync(full, 0o755);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (!lstatSync(full).isDirectory()) {
        throw refused(path, "passes through something that is not a folder");
      }
    }
    this.#folders.add(path);
  }
}

/** Writes all of the bytes. */
export function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

/** Gives a complete file its time, and the rights that the usual umask removes; closes it. */
export function finish(fd: number, header: FileHeader): void {
  const { mtime } = header;
  try {
    if (rights(header) & 0o022) fchmodSync(fd, rights(header));
    if (mtime) futimesSync(fd, mtime, mtime);
  } finally {
    closeSync(fd);
  }
}

/** What a file's mode allows, without the bits that lend another user's or group's rights. */
function rights({ mode = 0o644 }: FileHeader): number {
  return mode & 0o777;
}

/** Makes the error for an entry that is refused. */
export function refused(name: string, why: string): Error {
  return new Error(refusal(name, why));
}

function create<T>(name: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw refused(name, "appears twice");
  }
}
