const HEADER = 64;
/** ELF's magic number, then 64 bits and little-endian. */
const ELF64 = Buffer.from("\x7fELF\x02\x01", "latin1");
const PROGRAM_HEADER = 56;

/** A part of the file that a program header describes. Offsets are in bytes from the file's start. */
export interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: bigint;
  readonly size: number;
}

/** Whether the bytes begin with a whole header of a 64-bit little-endian ELF file, of any machine. */
export function isElf64(bytes: Buffer): boolean {
  return bytes.length >= HEADER && bytes.subarray(0, ELF64.length).equals(ELF64);
}

/** Reads the program headers; none if they are cut off. */
export function readSegments(bytes: Buffer): readonly Segment[] {
  const table = Number(bytes.readBigUInt64LE(32));
  const entrySize = bytes.readUInt16LE(54);
  const count = bytes.readUInt16LE(56);
  if (entrySize < PROGRAM_HEADER || table + count * entrySize > bytes.length) return [];
  return Array.from({ length: count }, (_, index) => {
    const at = table + index * entrySize;
    return {
      type: bytes.readUInt32LE(at),
      offset: Number(bytes.readBigUInt64LE(at + 8)),
      address: bytes.readBigUInt64LE(at + 16),
      size: Number(bytes.readBigUInt64LE(at + 32)),
    };
  });
}

/** Reads the string from an offset up to a NUL, or up to the end of the bytes. */
export function readString(bytes: Buffer, offset: number): string {
  const end = bytes.indexOf(0, offset);
  return bytes.toString("latin1", offset, end === -1 ? bytes.length : end);
}
