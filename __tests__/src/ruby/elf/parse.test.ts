import { describe, expect, test } from "@jest/globals";
import { MACHINES, parseElf, TAG } from "../../../../src/ruby/elf/parse.ts";
import {
  ARM_LOADER,
  BASE,
  elfFile,
  parsed,
  program,
  writeSegment,
  X86_LOADER,
} from "../elf-file.ts";

const PIE = 0x08000000n;

describe("an ELF file", () => {
  test("tells what it needs, in order, what it is called, and its search path", () => {
    const library = elfFile({
      needed: ["libb.so.2", "liba.so.1"],
      soname: "libx.so.1",
      runpath: "$ORIGIN/../lib",
    });
    expect(parsed(library)).toMatchObject({
      machine: MACHINES.x86_64,
      executable: false,
      interpreter: undefined,
      needed: ["libb.so.2", "liba.so.1"],
      soname: "libx.so.1",
      rpath: undefined,
      runpath: "$ORIGIN/../lib",
    });
    expect(parsed(elfFile({ rpath: "/opt/lib" }))).toMatchObject({
      needed: [],
      soname: undefined,
      rpath: "/opt/lib",
      runpath: undefined,
    });
  });

  test("tells its loader, and where that is written", () => {
    const bytes = program({ machine: MACHINES.arm64, interpreter: ARM_LOADER });
    const { machine, interpreter } = parsed(bytes);
    expect(machine).toBe(MACHINES.arm64);
    expect(interpreter).toEqual({
      path: ARM_LOADER,
      offset: 0x100,
      size: ARM_LOADER.length + 1,
      address: BigInt(BASE + 0x100),
    });
  });

  test("has entries up to the first empty one, and room for the empty ones", () => {
    const { dynamic } = parsed(elfFile({ needed: ["liba.so"], spare: 3 }));
    expect(dynamic.entries.map(({ tag }) => tag)).toEqual([TAG.NEEDED, TAG.STRTAB]);
    expect(dynamic.room).toBe(5);
  });

  test.each([
    ["an executable", true, { type: 2, interpreter: X86_LOADER }],
    ["one that may lie anywhere", true, { type: 3, interpreter: X86_LOADER, flags1: PIE | 1n }],
    ["a library with a loader, as libc is", false, { type: 3, interpreter: X86_LOADER }],
    ["such a library with flags", false, { type: 3, interpreter: X86_LOADER, flags1: 1n }],
    ["a library", false, { type: 3 }],
    ["an executable that starts without a loader", false, { type: 2 }],
  ])("%s is to be executed: %s", (_, executable, options) => {
    expect(parsed(elfFile(options)).executable).toBe(executable);
  });

  test("may have strings below its string table: offsets are taken modulo 2^64", () => {
    const bytes = program({ rpath: "/opt/lib" });
    const { dynamic, strings } = parsed(bytes);
    const below = BigInt.asUintN(64, BigInt(0x100 - strings.offset));
    bytes.writeBigUInt64LE(below, dynamic.offset + 8);
    expect(parsed(bytes).rpath).toBe(X86_LOADER);
  });

  test("may end with its `.dynamic`", () => {
    const bytes = elfFile({ needed: ["liba.so"] });
    const { dynamic } = parsed(bytes);
    const size = dynamic.room * 16;
    const segment = { type: 2, offset: bytes.length, address: BASE, size };
    const table = bytes.subarray(dynamic.offset, dynamic.offset + size);
    const moved = Buffer.concat([bytes, table]);
    writeSegment(moved, 1, segment);
    expect(parsed(moved).needed).toEqual(["liba.so"]);
    expect(parseElf(moved.subarray(0, -1))).toBeUndefined();
  });

  test("may have no empty entry at the end of its `.dynamic`", () => {
    const { dynamic } = parsed(elfFile({ needed: ["liba.so"], spare: 0 }));
    expect([dynamic.entries.length, dynamic.room]).toEqual([2, 2]);
  });
});

describe("the string table", () => {
  /** A library whose string table lies at the start of a PT_LOAD of its own, before or behind another. */
  function apart(first: { address: number; size: number }) {
    const bytes = elfFile({ needed: ["liba.so"], interpreter: X86_LOADER });
    const { strings } = parsed(bytes);
    writeSegment(bytes, 0, { type: 1, offset: 0, ...first });
    const size = bytes.length - strings.offset;
    const second = { type: 1, offset: strings.offset, address: Number(strings.address), size };
    writeSegment(bytes, 2, second);
    return bytes;
  }
  const { address } = parsed(elfFile({ needed: ["liba.so"], interpreter: X86_LOADER })).strings;

  test("is found at the start of the segment that holds it", () => {
    const before = { address: Number(address) - 64, size: 64 };
    expect(parsed(apart(before)).needed).toEqual(["liba.so"]);
    expect(parsed(apart({ address: Number(address) + 1, size: 64 })).needed).toEqual(["liba.so"]);
  });

  test("is not looked for in a segment that is not mapped", () => {
    const bytes = apart({ address: BASE, size: 0x10000 });
    writeSegment(bytes, 0, { type: 4, offset: 7, address: BASE, size: 0x10000 });
    expect(parsed(bytes).needed).toEqual(["liba.so"]);
  });
});

describe("what the dynamic loader has no part in", () => {
  const library = elfFile({ needed: ["liba.so"] });
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(library);
    change(bytes);
    return bytes;
  };

  test.each([
    ["a script", Buffer.from("#!/bin/sh\n".padEnd(100))],
    ["nothing", Buffer.alloc(0)],
    ["a header and no more", library.subarray(0, 64)],
    ["a linker script", Buffer.from("/* GNU ld script */".padEnd(100))],
    ["a static executable", changed((bytes) => bytes.writeUInt16LE(1, 56))],
    ["a file without a string table", changed((bytes) => bytes.writeBigUInt64LE(99n, 0x110))],
    ["a string table in no segment", changed((bytes) => bytes.writeBigUInt64LE(1n, 0x118))],
  ])("%s is not read", (_, bytes) => {
    expect(parseElf(bytes)).toBeUndefined();
  });

  test("a damaged file never fails in another way than saying so", () => {
    const whole = program({ needed: ["liba.so"], rpath: "/opt/lib" });
    for (let seeded = 1; seeded < 400; seeded += 1) {
      const bytes = Buffer.from(whole);
      for (let index = 0; index < 20; index += 1) {
        bytes[6 + ((seeded * 7919 + index * 104729) % (bytes.length - 6))] =
          (seeded * 31 + index * 17) % 256;
      }
      expect(() => parseElf(bytes)).not.toThrow();
    }
  });
});
