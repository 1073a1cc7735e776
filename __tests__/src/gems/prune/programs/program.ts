/** ELF's numbers of machines. */
export const X86_64 = 62;
export const ARM64 = 183;
export const I386 = 3;

/** The first bytes of an ELF program, with zeros after them up to a size. */
export function elf(
  machine: number,
  { type = 3, abi = 0, big = false, bytes = 64 }: Readonly<ElfOptions> = {},
): Buffer {
  const head = Buffer.alloc(bytes);
  head.write("\x7fELF\x02", "latin1");
  head[5] = big ? 2 : 1;
  head[7] = abi;
  for (const [value, at] of [
    [type, 16],
    [machine, 18],
  ] as const) {
    if (big) head.writeUInt16BE(value, at);
    else head.writeUInt16LE(value, at);
  }
  return head;
}

interface ElfOptions {
  /** 2: program; 3: library, or program; 1: object file. */
  type?: number;
  abi?: number;
  big?: boolean;
  bytes?: number;
}

/** The first bytes of another format: a number, big-endian, and the one after it. */
export function magic(first: number, second = 0): Buffer {
  const head = Buffer.alloc(64);
  head.writeUInt32BE(first);
  head.writeUInt32BE(second, 4);
  return head;
}

/** A Windows program. */
export function windows(): Buffer {
  const head = Buffer.alloc(256);
  head.write("MZ");
  head.writeUInt32LE(128, 0x3c);
  head.write("PE\0\0", 128);
  return head;
}
