const MAGIC = "glibc-ld.so.cache1.1";
const HEADER = 48;
const ENTRY = 24;

/**
 * Reads `/etc/ld.so.cache`: library name -> files, in the loader's order. Files for certain processors
 * only (glibc-hwcaps) are left out: the function may run on another one.
 * https://sourceware.org/git/?p=glibc.git;a=blob;f=sysdeps/generic/dl-cache.h
 * @returns an empty map for a format that is not known: the default folders are searched anyway
 */
export function parseLdCache(bytes: Buffer): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  // The old format may go before it.
  const start = bytes.indexOf(MAGIC, 0, "latin1");
  if (start === -1 || start + HEADER > bytes.length) return found;
  const text = (offset: number) => {
    const end = bytes.indexOf(0, start + offset);
    return bytes.toString("latin1", start + offset, end === -1 ? undefined : end);
  };
  const count = bytes.readUInt32LE(start + 20);
  for (let index = 0; index < count; index += 1) {
    const at = start + HEADER + index * ENTRY;
    if (at + ENTRY > bytes.length) break;
    if (bytes.readBigUInt64LE(at + 16) !== 0n) continue;
    const name = text(bytes.readUInt32LE(at + 4));
    const files = found.get(name) ?? [];
    files.push(text(bytes.readUInt32LE(at + 8)));
    found.set(name, files);
  }
  return found;
}
