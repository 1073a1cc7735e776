import { readString } from "../elf/header.ts";

const MAGIC = "glibc-ld.so.cache1.1";
const HEADER = 48;
const ENTRY = 24;

/**
 * Reads `/etc/ld.so.cache`: library name -> files, in the loader's order. Files for certain processors
 * only (glibc-hwcaps) are left out: the function may run on another one.
 * https://sourceware.org/git/?p=glibc.git;a=blob;f=sysdeps/generic/dl-cache.h
 * @returns an empty map for an unknown format: the default folders are searched anyway
 */
export function parseLdCache(bytes: Buffer): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  // The old format may come before it.
  const start = bytes.indexOf(MAGIC, 0, "latin1");
  if (start === -1) return found;
  const cache = bytes.subarray(start);
  for (const entry of readEntries(cache)) {
    const isForSomeProcessors = entry.readBigUInt64LE(16) !== 0n;
    if (isForSomeProcessors) continue;
    const name = readString(cache, entry.readUInt32LE(4));
    const files = found.get(name) ?? [];
    files.push(readString(cache, entry.readUInt32LE(8)));
    found.set(name, files);
  }
  return found;
}

/** Splits the table into entries: as many as the header counts, or as the file holds. */
function readEntries(cache: Buffer): readonly Buffer[] {
  const room = Math.floor(cache.subarray(HEADER).length / ENTRY);
  const count = room === 0 ? 0 : cache.readUInt32LE(20);
  return Array.from({ length: Math.min(room, count) }, (_, index) =>
    cache.subarray(HEADER + index * ENTRY).subarray(0, ENTRY),
  );
}
