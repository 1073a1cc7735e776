import { isElf } from "./parse.ts";

const LOADED = 2n; // SHF_ALLOC
const NO_BITS = 8; // SHT_NOBITS
const SECTION = 64;

interface Section {
  readonly header: Buffer;
  readonly name: string;
  readonly loaded: boolean;
  /** Offset behind its bytes in the file. */
  readonly end: number;
}

/**
 * An ELF file without what only a debugger or linker reads: symbol table, debug sections. All that is
 * mapped at run time keeps its place, so this can go before or after other edits. Binutils' `strip` does
 * as much, but not every runner has it, and its bytes change with its version.
 * https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.sheader.html
 * @returns the file itself where nothing can be saved, or where more follows than its sections: programs
 *   that carry an archive or a heap image behind themselves read it there
 */
export function stripElf(bytes: Buffer): Buffer {
  const sections = readSections(bytes);
  if (!sections) return bytes;
  const table = Number(bytes.readBigUInt64LE(40));
  const covered = Math.max(
    table + sections.length * SECTION,
    ...sections.map(({ end }) => end),
    segmentsEnd(bytes),
  );
  const last = sections.findLastIndex(({ loaded }) => loaded);
  const end = Math.max(segmentsEnd(bytes), ...sections.filter(isLoaded).map((one) => one.end));
  if (last < 0 || bytes.length > covered) return bytes;

  // Indices stay, because symbols name their section by it: what goes becomes an empty header.
  const headers = sections
    .slice(0, last + 1)
    .map(({ header, loaded }) => (loaded ? Buffer.from(header) : Buffer.alloc(SECTION)));
  let names = "\0";
  for (const [index, header] of headers.entries()) {
    const { loaded, name } = sections[index] as Section;
    if (!loaded) continue;
    header.writeUInt32LE(names.length, 0);
    names += `${name}\0`;
  }
  const namesAt = end;
  const own = Buffer.alloc(SECTION);
  own.writeUInt32LE(names.length, 0);
  names += ".shstrtab\0";
  own.writeUInt32LE(3, 4); // SHT_STRTAB
  own.writeBigUInt64LE(BigInt(namesAt), 24);
  own.writeBigUInt64LE(BigInt(names.length), 32);
  own.writeBigUInt64LE(1n, 48);

  const padding = Buffer.alloc((8 - ((namesAt + names.length) % 8)) % 8);
  const head = Buffer.from(bytes.subarray(0, end));
  head.writeBigUInt64LE(BigInt(namesAt + names.length + padding.length), 40);
  head.writeUInt16LE(headers.length + 1, 60);
  head.writeUInt16LE(headers.length, 62);
  const stripped = Buffer.concat([head, Buffer.from(names, "latin1"), padding, ...headers, own]);
  return stripped.length < bytes.length ? stripped : bytes;
}

function isLoaded({ loaded }: Section): boolean {
  return loaded;
}

/** undefined for what is no 64-bit little-endian executable or library with sections. */
function readSections(bytes: Buffer): readonly Section[] | undefined {
  if (bytes.length < 64 || !isElf(bytes) || bytes[4] !== 2 || bytes[5] !== 1) return undefined;
  const type = bytes.readUInt16LE(16);
  const table = Number(bytes.readBigUInt64LE(40));
  const count = bytes.readUInt16LE(60);
  const namesIndex = bytes.readUInt16LE(62);
  const isComplete = count > 1 && namesIndex < count && table + count * SECTION <= bytes.length;
  if ((type !== 2 && type !== 3) || bytes.readUInt16LE(58) !== SECTION || !isComplete) {
    return undefined;
  }
  const header = (index: number) => bytes.subarray(table + index * SECTION).subarray(0, SECTION);
  const namesAt = Number(header(namesIndex).readBigUInt64LE(24));
  return Array.from({ length: count }, (_, index) => {
    const one = header(index);
    const at = namesAt + one.readUInt32LE(0);
    const size = one.readUInt32LE(4) === NO_BITS ? 0 : Number(one.readBigUInt64LE(32));
    return {
      header: one,
      name: bytes.toString("latin1", at, bytes.indexOf(0, at)),
      loaded: (one.readBigUInt64LE(8) & LOADED) !== 0n,
      end: Number(one.readBigUInt64LE(24)) + size,
    };
  });
}

/** Behind the last byte that the program headers name. */
function segmentsEnd(bytes: Buffer): number {
  const table = Number(bytes.readBigUInt64LE(32));
  const size = bytes.readUInt16LE(54);
  const count = bytes.readUInt16LE(56);
  let end = table + count * size;
  for (let index = 0; index < count; index += 1) {
    const at = table + index * size;
    const segment = Number(bytes.readBigUInt64LE(at + 8)) + Number(bytes.readBigUInt64LE(at + 32));
    end = Math.max(end, segment);
  }
  return end;
}
