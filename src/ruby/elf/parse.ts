/** Machines that Lambda has, as ELF numbers them. */
export const MACHINES = { x86_64: 62, arm64: 183 } as const;

/** Tags of `.dynamic`: https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html */
export const TAG = {
  NULL: 0n,
  NEEDED: 1n,
  STRTAB: 5n,
  SONAME: 14n,
  RPATH: 15n,
  RUNPATH: 29n,
  FLAGS_1: 0x6ffffffbn,
} as const;

const PT = { LOAD: 1, DYNAMIC: 2, INTERP: 3 } as const;
const EXECUTABLE = 2;
/** Of DT_FLAGS_1: a position-independent executable, which otherwise looks like a library. */
const PIE = 0x08000000n;

export interface DynamicEntry {
  readonly tag: bigint;
  readonly value: bigint;
}

/** What the dynamic loader reads of a 64-bit little-endian ELF file. Offsets are in bytes from its start. */
export interface Elf {
  readonly machine: number;
  readonly executable: boolean;
  readonly interpreter:
    | {
        readonly path: string;
        readonly offset: number;
        readonly size: number;
        readonly address: bigint;
      }
    | undefined;
  readonly needed: readonly string[];
  readonly soname: string | undefined;
  readonly rpath: string | undefined;
  readonly runpath: string | undefined;
  /** `entries` ends before the first DT_NULL; `room` counts what the segment holds, spare ones included. */
  readonly dynamic: {
    readonly offset: number;
    readonly entries: readonly DynamicEntry[];
    readonly room: number;
  };
  readonly strings: { readonly address: bigint; readonly offset: number };
}

/** True where the bytes are an ELF file of whatever machine; four bytes are enough to tell. */
export function isElf(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === 0x7f454c46;
}

/**
 * @returns undefined for what the dynamic loader has no part in: no ELF file, another class or byte order,
 *   a static executable, an object file, a separate debug file
 */
export function parseElf(bytes: Buffer): Elf | undefined {
  if (bytes.length < 64 || !isElf(bytes) || bytes[4] !== 2 || bytes[5] !== 1) return undefined;
  const segments = readSegments(bytes);
  const dynamicSegment = segments.find(({ type }) => type === PT.DYNAMIC);
  if (!dynamicSegment || dynamicSegment.offset + dynamicSegment.size > bytes.length)
    return undefined;
  const entries = readDynamic(bytes, dynamicSegment);
  const first = (tag: bigint) => entries.find((entry) => entry.tag === tag)?.value;

  const address = first(TAG.STRTAB);
  const load = segments.find(
    (segment) =>
      address !== undefined &&
      segment.type === PT.LOAD &&
      address >= segment.address &&
      address < segment.address + BigInt(segment.size),
  );
  if (address === undefined || load === undefined) return undefined;
  const strings = { address, offset: load.offset + Number(address - load.address) };
  const text = (value: bigint | undefined) =>
    value === undefined ? undefined : readString(bytes, strings.offset + Number(value));

  const interp = segments.find(({ type }) => type === PT.INTERP);
  const pie = ((first(TAG.FLAGS_1) ?? 0n) & PIE) !== 0n;
  return {
    machine: bytes.readUInt16LE(18),
    executable: interp !== undefined && (bytes.readUInt16LE(16) === EXECUTABLE || pie),
    interpreter: interp && { ...interp, path: readString(bytes, interp.offset) },
    needed: entries
      .filter(({ tag }) => tag === TAG.NEEDED)
      .map(({ value }) => readString(bytes, strings.offset + Number(value))),
    soname: text(first(TAG.SONAME)),
    rpath: text(signed(first(TAG.RPATH))),
    runpath: text(signed(first(TAG.RUNPATH))),
    dynamic: { offset: dynamicSegment.offset, entries, room: Math.floor(dynamicSegment.size / 16) },
    strings,
  };
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: bigint;
  readonly size: number;
}

function readSegments(bytes: Buffer): readonly Segment[] {
  const table = Number(bytes.readBigUInt64LE(32));
  const entrySize = bytes.readUInt16LE(54);
  const count = bytes.readUInt16LE(56);
  if (entrySize < 56 || table + count * entrySize > bytes.length) return [];
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

function readDynamic(bytes: Buffer, segment: Segment): readonly DynamicEntry[] {
  const entries: DynamicEntry[] = [];
  for (let at = segment.offset; at + 16 <= segment.offset + segment.size; at += 16) {
    const tag = bytes.readBigUInt64LE(at);
    if (tag === TAG.NULL) break;
    entries.push({ tag, value: bytes.readBigUInt64LE(at + 8) });
  }
  return entries;
}

/** The loader adds offsets modulo 2^64, so one below the string table is a huge number: see elf-edit.ts. */
function signed(value: bigint | undefined): bigint | undefined {
  return value === undefined ? undefined : BigInt.asIntN(64, value);
}

function readString(bytes: Buffer, offset: number): string {
  const end = bytes.indexOf(0, offset);
  return bytes.toString("latin1", offset, end === -1 ? bytes.length : end);
}
