import { isElf64, readSegments, readString, type Segment } from "./header.ts";

/** The machines that Lambda offers, by ELF's numbers. */
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

/** Bytes of an entry of `.dynamic`. */
export const ENTRY = 16;

const PT = { LOAD: 1, DYNAMIC: 2, INTERP: 3 } as const;
const EXECUTABLE = 2; // ET_EXEC
/** In DT_FLAGS_1: a position-independent executable, which otherwise looks like a library. */
const PIE = 0x08000000n;

export interface DynamicEntry {
  readonly tag: bigint;
  readonly value: bigint;
}

/** What the dynamic loader reads in a 64-bit little-endian ELF file. Offsets are in bytes from its start. */
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
  /** `entries` ends before the first DT_NULL; `room` counts everything that the segment can hold. */
  readonly dynamic: {
    readonly offset: number;
    readonly entries: readonly DynamicEntry[];
    readonly room: number;
  };
  readonly strings: { readonly address: bigint; readonly offset: number };
}

/**
 * Reads an ELF file.
 * @returns undefined for a file that the dynamic loader does not handle: not an ELF file, another class or byte
 *   order, a static executable, an object file, a separate debug file
 */
export function parseElf(bytes: Buffer): Elf | undefined {
  if (!isElf64(bytes)) return undefined;
  const segments = readSegments(bytes);
  const dynamic = segments.find(({ type }) => type === PT.DYNAMIC);
  if (!dynamic || dynamic.offset + dynamic.size > bytes.length) return undefined;
  const entries = readDynamic(bytes, dynamic);
  const first = (tag: bigint) => entries.find((entry) => entry.tag === tag)?.value;

  const strings = findStrings(segments, first(TAG.STRTAB));
  if (!strings) return undefined;
  // The loader adds modulo 2^64, so a huge offset leads below the string table (see relocate.ts).
  const text = (value: bigint) =>
    readString(bytes, strings.offset + Number(BigInt.asIntN(64, value)));
  const firstText = (tag: bigint) => {
    const value = first(tag);
    return value === undefined ? undefined : text(value);
  };

  const interp = segments.find(({ type }) => type === PT.INTERP);
  const isPie = ((first(TAG.FLAGS_1) ?? 0n) & PIE) !== 0n;
  return {
    machine: bytes.readUInt16LE(18),
    executable: interp !== undefined && (bytes.readUInt16LE(16) === EXECUTABLE || isPie),
    interpreter: interp && {
      path: readString(bytes, interp.offset),
      offset: interp.offset,
      size: interp.size,
      address: interp.address,
    },
    needed: entries.filter(({ tag }) => tag === TAG.NEEDED).map(({ value }) => text(value)),
    soname: firstText(TAG.SONAME),
    rpath: firstText(TAG.RPATH),
    runpath: firstText(TAG.RUNPATH),
    dynamic: { offset: dynamic.offset, entries, room: Math.floor(dynamic.size / ENTRY) },
    strings,
  };
}

/** Finds the string table in the file, because `.dynamic` has only its address in memory. */
function findStrings(
  segments: readonly Segment[],
  address: bigint | undefined,
): Elf["strings"] | undefined {
  if (address === undefined) return undefined;
  const load = segments.find(
    (segment) =>
      segment.type === PT.LOAD &&
      address >= segment.address &&
      address < segment.address + BigInt(segment.size),
  );
  return load && { address, offset: load.offset + Number(address - load.address) };
}

function readDynamic(bytes: Buffer, { offset, size }: Segment): readonly DynamicEntry[] {
  const entries: DynamicEntry[] = [];
  for (let at = offset; at + ENTRY <= offset + size; at += ENTRY) {
    const tag = bytes.readBigUInt64LE(at);
    if (tag === TAG.NULL) break;
    entries.push({ tag, value: bytes.readBigUInt64LE(at + 8) });
  }
  return entries;
}
