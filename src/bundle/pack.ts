import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { lstat, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import tar from "tar-stream";
import type { ArchiveName } from "../../contract/manifest.ts";
import { contentTime, FOLDER_TIME, sha256Hex } from "../digest.ts";
import { type Entry, listEntries } from "./entries.ts";

/** zstd's level: 19 saves a tenth of the size for ten times the time. */
const LEVEL = 9;

/** A packed archive on this machine. */
export interface PackedArchive {
  readonly name: ArchiveName;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly unpackedBytes: number;
}

/**
 * Packs folders of the backing folder into one `.tar.zst`. The same files give the same bytes whoever
 * packs them: order, owner, modes and times do not come from the machine.
 */
export async function packArchive(options: {
  readonly name: ArchiveName;
  readonly backing: string;
  readonly directories: readonly string[];
  readonly leaveOut: (path: string) => boolean;
  /** Where the archive is written. */
  readonly file: string;
}): Promise<PackedArchive> {
  const entries = await listEntries(options.backing, options.directories, options.leaveOut);
  const pack = tar.pack();
  const hash = createHash("sha256");
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const compress = createZstdCompress({
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
  });
  const [unpackedBytes] = await Promise.all([
    addAll(pack, options.backing, entries),
    pipeline(pack, compress, measure, createWriteStream(options.file)),
  ]);
  return {
    name: options.name,
    file: options.file,
    sha256: hash.digest("hex"),
    bytes,
    unpackedBytes,
  };
}

/** @returns the sum of the files' sizes in bytes */
async function addAll(pack: tar.Pack, backing: string, entries: readonly Entry[]): Promise<number> {
  let total = 0;
  for (const entry of entries) {
    const path = join(backing, entry.path);
    const owner = { uid: 0, gid: 0, uname: "", gname: "" };
    if (entry.kind === "directory") {
      const header = { ...owner, name: `${entry.path}/`, mode: 0o755, mtime: FOLDER_TIME };
      await add(pack, { ...header, type: "directory" });
    } else if (entry.kind === "link") {
      const linkname = await readlink(path);
      const header = { ...owner, name: entry.path, mode: 0o777, mtime: FOLDER_TIME };
      await add(pack, { ...header, type: "symlink", linkname });
    } else {
      const [content, stat] = await Promise.all([readFile(path), lstat(path)]);
      const mode = stat.mode & 0o100 ? 0o755 : 0o644;
      const header = { ...owner, name: entry.path, mode, mtime: contentTime(sha256Hex(content)) };
      await add(pack, { ...header, type: "file", size: content.length }, content);
      total += content.length;
    }
  }
  pack.finalize();
  return total;
}

function add(
  pack: tar.Pack,
  header: Partial<tar.Header> & { name: string },
  content?: Buffer,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve());
    // The types ask for what the library fills in itself.
    if (content === undefined) pack.entry(header as tar.Header, done);
    else pack.entry(header as tar.Header, content, done);
  });
}
