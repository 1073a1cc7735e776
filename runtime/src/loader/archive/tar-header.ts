import { LoadError } from "../load-error.ts";

export type EntryType = "file" | "directory" | "symlink" | "hardlink";

export interface TarEntry {
  readonly type: EntryType;
  readonly path: string;
  /** Target of a link, as written. */
  readonly target: string;
  readonly mode: number;
  /** Bytes of content. */
  readonly size: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
}

export interface RawHeader extends Omit<TarEntry, "type"> {
  readonly flag: string;
}

/** Bytes of a block. */
export const BLOCK = 512;

/**
 * Parses the ustar header block at an offset.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 * @throws LoadError if the block's checksum does not match
 */
export function parseHeader(bytes: Buffer, at: number): RawHeader {
  let sum = 8 * 32; // The checksum counts its own field as blanks.
  for (let i = at; i < at + 148; i += 1) sum += bytes[i]!;
  for (let i = at + 156; i < at + BLOCK; i += 1) sum += bytes[i]!;
  if (sum !== number(bytes, at + 148, 8)) {
    throw new LoadError("the archive is not a tar: bad checksum");
  }
  const name = text(bytes, at, 100);
  const prefix = bytes[at + 345] === 0 ? "" : text(bytes, at + 345, 155);
  return {
    path: prefix ? `${prefix}/${name}` : name,
    mode: number(bytes, at + 100, 8) & 0o777,
    size: number(bytes, at + 124, 12),
    mtime: number(bytes, at + 136, 12),
    flag: String.fromCharCode(bytes[at + 156]!),
    target: bytes[at + 157] === 0 ? "" : text(bytes, at + 157, 100),
  };
}

/** Tells whether a block is one of those that end a tar. */
export function isZero(bytes: Buffer, at: number): boolean {
  for (let i = at; i < at + BLOCK; i += 1) if (bytes[i] !== 0) return false;
  return true;
}

/** Reads a string: up to the first NUL. */
function text(bytes: Buffer, at: number, length: number): string {
  let end = at;
  while (end < at + length && bytes[end] !== 0) end += 1;
  return bytes.toString("utf8", at, end);
}

/**
 * Reads octal digits, up to the first NUL or the blank after them. Goes byte by byte, which is fast: every header has
 * four of them.
 */
function number(bytes: Buffer, at: number, length: number): number {
  let value = 0;
  for (let i = at; i < at + length; i += 1) {
    const byte = bytes[i]!;
    if (byte === 0 || (byte === 0x20 && value > 0)) break;
    if (byte === 0x20) continue;
    if (byte < 0x30 || byte > 0x37) {
      throw new LoadError("the archive has a broken number in a header");
    }
    value = value * 8 + (byte - 0x30);
  }
  return value;
}
