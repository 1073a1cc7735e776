import { closeSync, openSync, readSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";

/** Bytes from a file's start that are looked at. */
const HEAD = 4096;

/** ELF's numbers: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
const MACHINES: Readonly<Record<number, string>> = {
  3: "i386",
  8: "mips",
  21: "ppc64",
  22: "s390x",
  40: "arm",
  62: "x86_64",
  183: "arm64",
  243: "riscv",
};
const SYSTEMS: Readonly<Record<number, string>> = {
  2: "NetBSD",
  6: "Solaris",
  9: "FreeBSD",
  12: "OpenBSD",
};

/** What a program or library was made for, and whether it is compressed (gzip). */
export interface MadeFor {
  /** Such as `Linux on x86_64`, `macOS`, `Windows`. */
  readonly system: string;
  readonly compressed: boolean;
}

/** Reads the beginning of a file. @returns undefined if it is neither a program nor a library */
export function readMadeFor(file: string): MadeFor | undefined {
  const bytes = Buffer.alloc(HEAD);
  const fd = openSync(file, "r");
  try {
    return madeFor(bytes.subarray(0, readSync(fd, bytes)));
  } finally {
    closeSync(fd);
  }
}

/** @param head the first bytes of a file */
export function madeFor(head: Buffer): MadeFor | undefined {
  const compressed = head[0] === 0x1f && head[1] === 0x8b;
  const system = systemOf(compressed ? unpacked(head) : head);
  return system === undefined ? undefined : { system, compressed };
}

function unpacked(head: Buffer): Buffer {
  try {
    // It ends early, because only its beginning is there.
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}

function systemOf(bytes: Buffer): string | undefined {
  if (bytes.length < 64) return undefined;
  const magic = bytes.readUInt32BE();
  if (magic === 0x7f454c46) return elfSystem(bytes);
  // https://github.com/apple-oss-distributions/cctools/blob/main/include/mach-o/loader.h
  if ([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe].includes(magic)) return "macOS";
  // For several machines. Java's classes begin likewise: where they have a version, from 45 on, this has their number.
  if (magic === 0xcafebabe && bytes.readUInt32BE(4) < 45) return "macOS";
  // https://learn.microsoft.com/windows/win32/debug/pe-format
  const at = bytes.toString("latin1", 0, 2) === "MZ" ? bytes.readUInt32LE(0x3c) : bytes.length;
  return bytes.toString("latin1", at, at + 4) === "PE\0\0" ? "Windows" : undefined;
}

function elfSystem(bytes: Buffer): string | undefined {
  const read = (at: number) => (bytes[5] === 2 ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at));
  // Object files are for linkers, or for the kernel.
  if (read(16) !== 2 && read(16) !== 3) return undefined;
  const machine = MACHINES[read(18)] ?? `machine ${read(18)}`;
  return `${SYSTEMS[bytes[7] ?? 0] ?? "Linux"} on ${machine}`;
}
