import { isElf64, readSegments, readString } from "./header.ts";

const LOADED = 2n; // SHF_ALLOC
const NO_BITS = 8; // SHT_NOBITS
const TYPES: ReadonlySet<number> = new Set([2, 3]); // ET_EXEC, ET_DYN
const SECTION = 64;

interface Section {
  readonly header: Buffer;
  readonly name: string;
  readonly isLoaded: boolean;
  /** Offset of the first byte after it in the file. */
  readonly end: number;
}

/**
 * Removes what only a debugger or linker reads: symbol table, debug sections. All that is mapped at run time
 * keeps its place, so other edits may come before or after. Binutils' `strip` does as much, but not every
 * runner has it, and its bytes change with its version.
 * https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.sheader.html
 * @returns the given bytes if nothing can be saved, or if more follows than the sections: a program that carries an
 *   archive or a heap image after its sections reads it there
 */
export function stripElf(bytes: Buffer): Buffer {
  const sections = readSections(bytes);
  const loaded = sections.filter(({ isLoaded }) => isLoaded);
  if (loaded.length === 0) return bytes;
  const segmentsEnd = endOfSegments(bytes);
  const end = Math.max(segmentsEnd, ...loaded.map((section) => section.end));
  const covered = Math.max(
    endOfSectionTable(bytes),
    segmentsEnd,
    ...sections.map((section) => section.end),
  );
  if (bytes.length > covered) return bytes;

  // Symbols refer to sections by index, so a removed section leaves an empty header.
  const last = sections.findLastIndex(({ isLoaded }) => isLoaded);
  const names: string[] = [""];
  const headers = sections.slice(0, last + 1).map(({ isLoaded, header, name }) => {
    if (!isLoaded) return Buffer.alloc(SECTION);
    const named = Buffer.from(header);
    named.writeUInt32LE(lengthOf(names), 0);
    names.push(name);
    return named;
  });
  const own = Buffer.alloc(SECTION);
  own.writeUInt32LE(lengthOf(names), 0);
  names.push(".shstrtab");
  own.writeUInt32LE(3, 4); // SHT_STRTAB
  own.writeBigUInt64LE(BigInt(end), 24);
  own.writeBigUInt64LE(BigInt(lengthOf(names)), 32);
  own.writeBigUInt64LE(1n, 48);

  const behindNames = end + lengthOf(names);
  const padding = Buffer.alloc((8 - (behindNames % 8)) % 8);
  const head = Buffer.from(bytes.subarray(0, end));
  head.writeBigUInt64LE(BigInt(behindNames + padding.length), 40);
  head.writeUInt16LE(headers.length + 1, 60);
  head.writeUInt16LE(headers.length, 62);
  const text = Buffer.from(`${names.join("\0")}\0`, "latin1");
  const stripped = Buffer.concat([head, text, padding, ...headers, own]);
  return stripped.length < bytes.length ? stripped : bytes;
}

/** Counts the bytes of a table of NUL-terminated strings. */
function lengthOf(names: readonly string[]): number {
  return names.join("\0").length + 1;
}

/** Reads the sections; none unless the file is an executable or library with a complete table of them. */
function readSections(bytes: Buffer): readonly Section[] {
  if (!isElf64(bytes)) return [];
  const table = Number(bytes.readBigUInt64LE(40));
  const count = bytes.readUInt16LE(60);
  const namesIndex = bytes.readUInt16LE(62);
  const isReadable =
    TYPES.has(bytes.readUInt16LE(16)) &&
    bytes.readUInt16LE(58) === SECTION &&
    namesIndex < count &&
    endOfSectionTable(bytes) <= bytes.length;
  if (!isReadable) return [];
  const header = (index: number) => bytes.subarray(table + index * SECTION).subarray(0, SECTION);
  const namesAt = Number(header(namesIndex).readBigUInt64LE(24));
  return Array.from({ length: count }, (_, index) => {
    const one = header(index);
    const size = one.readUInt32LE(4) === NO_BITS ? 0 : Number(one.readBigUInt64LE(32));
    return {
      header: one,
      name: readString(bytes, namesAt + one.readUInt32LE(0)),
      isLoaded: (one.readBigUInt64LE(8) & LOADED) !== 0n,
      end: Number(one.readBigUInt64LE(24)) + size,
    };
  });
}

function endOfSectionTable(bytes: Buffer): number {
  return Number(bytes.readBigUInt64LE(40)) + bytes.readUInt16LE(60) * SECTION;
}

/** Finds the offset after the program headers and everything that they name. */
function endOfSegments(bytes: Buffer): number {
  const table = Number(bytes.readBigUInt64LE(32));
  const size = bytes.readUInt16LE(54) * bytes.readUInt16LE(56);
  return Math.max(
    table + size,
    ...readSegments(bytes).map((segment) => segment.offset + segment.size),
  );
}
