import { LoadError } from "./load-error.ts";

export type EntryType = "file" | "directory" | "symlink" | "hardlink";

export interface TarEntry {
  readonly type: EntryType;
  readonly path: string;
  /** Target of a link, as written. */
  readonly target: string;
  readonly mode: number;
  /** Bytes of content. */
  readonly size: number;
  /** Seconds since the epoch, fractions included where the archive has them. */
  readonly mtime: number;
}

export interface RawHeader extends Omit<TarEntry, "type"> {
  readonly flag: string;
}

/**
 * Fields of a ustar header block (512 bytes).
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 * @throws LoadError where the block's checksum does not match
 */
export function parseHeader(block: Buffer): RawHeader {
  let sum = 8 * 32;
  for (let i = 0; i < 512; i += 1) if (i < 148 || i >= 156) sum += block[i]!;
  if (sum !== number(block, 148, 8)) throw new LoadError("the archive is not a tar: bad checksum");
  const name = text(block, 0, 100);
  const prefix = block.toString("latin1", 257, 263) === "ustar\0" ? text(block, 345, 155) : "";
  return {
    path: prefix ? `${prefix}/${name}` : name,
    mode: number(block, 100, 8) & 0o777,
    size: number(block, 124, 12),
    mtime: number(block, 136, 12),
    flag: String.fromCharCode(block[156] || 48),
    target: text(block, 157, 100),
  };
}

/** Records of a pax extended header: `<length> <key>=<value>\n`. */
export function parsePax(data: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(32, at);
    const length = Number(data.toString("latin1", at, Math.max(space, at)));
    const equals = data.indexOf(61, space);
    const end = at + length;
    if (space < 0 || !(length > 0) || equals < 0 || equals >= end || end > data.length) {
      throw new LoadError("the archive has a broken pax header");
    }
    records.set(
      data.toString("utf8", space + 1, equals),
      data.toString("utf8", equals + 1, end - 1),
    );
    at = end;
  }
  return records;
}

/** A header's string: up to the first NUL. */
export function text(block: Buffer, at: number, length: number): string {
  const end = block.subarray(at, at + length).indexOf(0);
  return block.toString("utf8", at, end < 0 ? at + length : at + end);
}

/** Octal digits, or base 256 where the first bit is set (GNU, for large values). */
function number(block: Buffer, at: number, length: number): number {
  if (block[at]! & 0x80) {
    let value = block[at]! & 0x7f;
    for (let i = 1; i < length; i += 1) value = value * 256 + block[at + i]!;
    return value;
  }
  const digits = block
    .toString("latin1", at, at + length)
    .replace(/[\0 ]+$/, "")
    .trim();
  if (!/^[0-7]*$/.test(digits)) throw new LoadError("the archive has a broken number in a header");
  return Number.parseInt(digits || "0", 8);
}
