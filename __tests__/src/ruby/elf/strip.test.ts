import { describe, expect, test } from "@jest/globals";
import { readString } from "../../../../src/ruby/elf/header.ts";
import { stripElf } from "../../../../src/ruby/elf/strip.ts";
import {
  BASE,
  elfFile,
  parsed,
  type SectionOptions,
  withSections,
  writeSegment,
} from "../elf-file.ts";

const TEXT: SectionOptions = { name: ".text", isLoaded: true, bytes: "code" };
const BSS: SectionOptions = { name: ".bss", isLoaded: true, type: 8, size: 0x1000000 };
const COMMENT: SectionOptions = { name: ".comment", isLoaded: false, bytes: "GCC" };
const DEBUG: SectionOptions = { name: ".debug", isLoaded: false, bytes: "x".repeat(999) };
const TAIL: SectionOptions = { name: ".tail", isLoaded: true, bytes: "tail" };

const plain = elfFile({ needed: ["liba.so"], soname: "libx.so" });
const file = withSections(plain, [TEXT, COMMENT, BSS, TAIL, DEBUG]);
const stripped = stripElf(file);

const tableOf = (bytes: Buffer) => Number(bytes.readBigUInt64LE(40));

function sectionsOf(bytes: Buffer) {
  const [count, namesIndex] = [bytes.readUInt16LE(60), bytes.readUInt16LE(62)];
  const headers = Array.from({ length: count }, (_, index) =>
    bytes.subarray(tableOf(bytes) + index * 64).subarray(0, 64),
  );
  const names = Number(headers[namesIndex]?.readBigUInt64LE(24));
  return headers.map((header) => ({
    name: readString(bytes, names + header.readUInt32LE(0)),
    type: header.readUInt32LE(4),
    offset: Number(header.readBigUInt64LE(24)),
    size: Number(header.readBigUInt64LE(32)),
  }));
}

const changed = (bytes: Buffer, change: (bytes: Buffer) => void) => {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
};

describe("a stripped file", () => {
  const empty = { name: "", type: 0, offset: 0, size: 0 };

  test("has what is mapped, at the same indices, and the names of that", () => {
    const [, text, , bss, tail] = sectionsOf(file);
    const names = "\0.text\0.bss\0.tail\0.shstrtab\0";
    const offset = plain.length + "codeGCCtail".length;
    expect(sectionsOf(stripped)).toEqual([
      empty,
      text,
      empty,
      bss,
      tail,
      { name: ".shstrtab", type: 3, offset, size: names.length },
    ]);
    expect(stripped.includes(names)).toBe(true);
    expect(stripped.includes("xxx")).toBe(false);
  });

  test("ends with its sections' headers, at a multiple of 8", () => {
    expect(tableOf(stripped) % 8).toBe(0);
    expect(stripped.length).toBe(tableOf(stripped) + 6 * 64);
  });

  test("is the same to the loader", () => {
    const loaded = stripped.subarray(0, plain.length);
    for (const [from, to] of [
      [0, 40],
      [48, 60],
      [64, plain.length],
    ] as const) {
      expect(loaded.subarray(from, to).equals(file.subarray(from, to))).toBe(true);
    }
    expect(parsed(stripped)).toEqual(parsed(file));
  });

  test("keeps what a segment maps behind its sections", () => {
    const bytes = changed(file, (copy) => {
      const size = plain.length + "codeGCCtailxxxxx".length;
      writeSegment(copy, 0, { type: 1, offset: 0, address: BASE, size });
    });
    expect(stripElf(bytes).toString("latin1")).toMatch(/codeGCCtailx{5}\0\.text/);
  });

  test("keeps a section that no segment maps", () => {
    const bytes = changed(file, (copy) => {
      writeSegment(copy, 0, { type: 1, offset: 0, address: BASE, size: plain.length });
    });
    expect(stripElf(bytes).toString("latin1")).toMatch(/codeGCCtail\0\.text/);
  });

  test("may have had its headers before what is removed", () => {
    const table = tableOf(file);
    const bytes = Buffer.concat([file, Buffer.from("z".repeat(2000))]);
    bytes.writeBigUInt64LE(BigInt(bytes.length - 2000), table + 5 * 64 + 24);
    bytes.writeBigUInt64LE(2000n, table + 5 * 64 + 32);
    expect(stripElf(bytes)).toEqual(stripped);
  });

  test("is the given one where a segment maps all of it", () => {
    const bytes = Buffer.concat([file, Buffer.from("data")]);
    writeSegment(bytes, 0, { type: 1, offset: 0, address: BASE, size: bytes.length });
    expect(stripElf(bytes)).toBe(bytes);
  });
});

describe("a file is left alone", () => {
  test.each([
    ["that carries something behind its sections", Buffer.concat([file, Buffer.from("archive")])],
    ["that is stripped", stripped],
    ["that is no ELF file", Buffer.from("#!/bin/sh\n".padEnd(100))],
    ["that has no sections", plain],
    ["of which nothing is mapped", withSections(plain, [COMMENT, DEBUG])],
    ["that is an object file", changed(file, (bytes) => bytes.writeUInt16LE(1, 16))],
    ["whose sections have other headers", changed(file, (bytes) => bytes.writeUInt16LE(65, 58))],
    ["that has no names of sections", changed(file, (bytes) => bytes.writeUInt16LE(7, 62))],
    ["whose sections are cut off", file.subarray(0, -1)],
  ])("%s", (_, bytes) => {
    expect(stripElf(bytes)).toBe(bytes);
  });
});

test("an executable is stripped as a library is", () => {
  const bytes = changed(file, (copy) => copy.writeUInt16LE(2, 16));
  expect(stripElf(bytes).length).toBe(stripped.length);
});
