import { type Elf, MACHINES, parseElf, TAG } from "../../../src/ruby/elf/parse.ts";

/** What an ELF file made by hand has; a library for x86-64 where nothing else is said. */
export interface ElfOptions {
  readonly machine?: number;
  /** ELF's type: 2 for an executable, 3 for a library. */
  readonly type?: number;
  readonly interpreter?: string;
  readonly needed?: readonly string[];
  readonly soname?: string;
  readonly rpath?: string;
  readonly runpath?: string;
  readonly flags1?: bigint;
  /** Empty entries at the end of `.dynamic`. */
  readonly spare?: number;
}

export const X86_LOADER = "/lib64/ld-linux-x86-64.so.2";
export const ARM_LOADER = "/lib/ld-linux-aarch64.so.1";

/** The architecture that this machine is not: its files are never taken for libraries. */
export const FOREIGN = process.arch === "arm64" ? MACHINES.x86_64 : MACHINES.arm64;

/** In memory, the file begins here. */
export const BASE = 0x1000;

export const PROGRAM_HEADERS = { at: 64, size: 56 } as const;
const TYPES = { load: 1, dynamic: 2, interpreter: 3 } as const;

/** An ELF file with one PT_LOAD over all of it, a `.dynamic`, its strings and, if given, a PT_INTERP. */
export function elfFile(options: ElfOptions = {}): Buffer {
  const texts = [
    ...(options.needed ?? []).map((text) => [TAG.NEEDED, text] as const),
    [TAG.SONAME, options.soname] as const,
    [TAG.RPATH, options.rpath] as const,
    [TAG.RUNPATH, options.runpath] as const,
  ];
  let strings = "\0";
  const entries: (readonly [bigint, bigint])[] = [];
  for (const [tag, text] of texts) {
    if (text === undefined) continue;
    entries.push([tag, BigInt(strings.length)]);
    strings += `${text}\0`;
  }
  if (options.flags1 !== undefined) entries.push([TAG.FLAGS_1, options.flags1]);

  const interpreter = options.interpreter === undefined ? "" : `${options.interpreter}\0`;
  const interpreterAt = 0x100;
  const dynamicAt = interpreterAt + Math.ceil(interpreter.length / 16) * 16;
  const dynamicSize = (entries.length + 1 + (options.spare ?? 1)) * 16;
  const stringsAt = dynamicAt + dynamicSize;
  entries.push([TAG.STRTAB, BigInt(BASE + stringsAt)]);

  const bytes = Buffer.alloc(stringsAt + strings.length);
  bytes.write("\x7fELF\x02\x01\x01", "latin1");
  bytes.writeUInt16LE(options.type ?? 3, 16);
  bytes.writeUInt16LE(options.machine ?? MACHINES.x86_64, 18);
  bytes.writeBigUInt64LE(BigInt(PROGRAM_HEADERS.at), 32);
  bytes.writeUInt16LE(PROGRAM_HEADERS.size, 54);
  const segments: (readonly [number, number, number])[] = [
    [TYPES.load, 0, bytes.length],
    [TYPES.dynamic, dynamicAt, dynamicSize],
  ];
  if (interpreter !== "") segments.push([TYPES.interpreter, interpreterAt, interpreter.length]);
  bytes.writeUInt16LE(segments.length, 56);
  for (const [index, [type, offset, size]] of segments.entries()) {
    writeSegment(bytes, index, { type, offset, address: BASE + offset, size });
  }
  bytes.write(interpreter, interpreterAt, "latin1");
  for (const [index, [tag, value]] of entries.entries()) {
    bytes.writeBigUInt64LE(tag, dynamicAt + index * 16);
    bytes.writeBigUInt64LE(value, dynamicAt + index * 16 + 8);
  }
  bytes.write(strings, stringsAt, "latin1");
  return bytes;
}

/** An executable that glibc's loader starts. */
export function program(options: ElfOptions = {}): Buffer {
  return elfFile({ type: 2, interpreter: X86_LOADER, spare: 2, ...options });
}

export function writeSegment(
  bytes: Buffer,
  index: number,
  segment: { type: number; offset: number; address: number; size: number },
): void {
  const at = PROGRAM_HEADERS.at + index * PROGRAM_HEADERS.size;
  bytes.writeUInt32LE(segment.type, at);
  bytes.writeBigUInt64LE(BigInt(segment.offset), at + 8);
  bytes.writeBigUInt64LE(BigInt(segment.address), at + 16);
  bytes.writeBigUInt64LE(BigInt(segment.size), at + 32);
}

/** What is read of a file that is one. */
export function parsed(bytes: Buffer): Elf {
  const elf = parseElf(bytes);
  if (!elf) throw new Error("not an ELF file that the loader has a part in");
  return elf;
}

/** A section: its bytes, whether it is mapped, and its type. */
export interface SectionOptions {
  readonly name: string;
  readonly isLoaded: boolean;
  readonly bytes?: string;
  /** 1 for bytes of the program, 8 for `.bss`, which has none in the file. */
  readonly type?: number;
  /** Where it differs from that of the bytes. */
  readonly size?: number;
}

/** Puts sections, the table of their names and their headers behind a file, in the usual order. */
export function withSections(file: Buffer, sections: readonly SectionOptions[]): Buffer {
  const all = [
    { name: "", isLoaded: false, type: 0 },
    ...sections,
    { name: ".shstrtab", isLoaded: false, type: 3 },
  ] satisfies readonly SectionOptions[];
  const names = all.map(({ name }) => `${name}\0`).join("");
  const contents = all.map((one: SectionOptions) =>
    Buffer.from(one.name === ".shstrtab" ? names : (one.bytes ?? ""), "latin1"),
  );
  const bytes = Buffer.concat([file, ...contents, Buffer.alloc(all.length * 64)]);
  const table = bytes.length - all.length * 64;
  let offset = file.length;
  let name = 0;
  for (const [index, one] of all.entries()) {
    const { type = 1, size, isLoaded }: SectionOptions = one;
    const content = contents[index] ?? Buffer.alloc(0);
    const at = table + index * 64;
    bytes.writeUInt32LE(name, at);
    bytes.writeUInt32LE(type, at + 4);
    bytes.writeBigUInt64LE(isLoaded ? 2n : 0n, at + 8);
    bytes.writeBigUInt64LE(index === 0 ? 0n : BigInt(offset), at + 24);
    bytes.writeBigUInt64LE(BigInt(size ?? content.length), at + 32);
    offset += content.length;
    name += one.name.length + 1;
  }
  bytes.writeBigUInt64LE(BigInt(table), 40);
  bytes.writeUInt16LE(64, 58);
  bytes.writeUInt16LE(all.length, 60);
  bytes.writeUInt16LE(all.length - 1, 62);
  return bytes;
}
