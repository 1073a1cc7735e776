import { describe, expect, test } from "@jest/globals";
import { isElf64, readSegments, readString } from "../../../../src/ruby/elf/header.ts";
import { elfFile, PROGRAM_HEADERS } from "../elf-file.ts";

const file = elfFile();

describe("a header", () => {
  test.each([
    ["a whole header", true, file.subarray(0, 64)],
    ["a header that is cut off", false, file.subarray(0, 63)],
    ["nothing", false, Buffer.alloc(0)],
    ["a script", false, Buffer.from("#!/bin/sh\n".padEnd(100))],
    ["32 bits", false, Buffer.concat([Buffer.from("\x7fELF\x01\x01"), file.subarray(6)])],
    ["big-endian", false, Buffer.concat([Buffer.from("\x7fELF\x02\x02"), file.subarray(6)])],
  ])("%s is one of ours: %s", (_, expected, bytes) => {
    expect(isElf64(bytes)).toBe(expected);
  });
});

describe("segments", () => {
  const headers = file.subarray(PROGRAM_HEADERS.at, PROGRAM_HEADERS.at + 2 * PROGRAM_HEADERS.size);
  const moved = Buffer.concat([file, headers]);
  moved.writeBigUInt64LE(BigInt(file.length), 32);

  test("are read from wherever the header says, up to the last byte of the file", () => {
    expect(readSegments(moved)).toEqual(readSegments(file));
    expect(readSegments(file)).toMatchObject([
      { type: 1, offset: 0, address: 0x1000n, size: file.length },
      { type: 2, offset: 0x100, address: 0x1100n, size: 32 },
    ]);
  });

  test("are none where one byte of their table is missing", () => {
    expect(readSegments(moved.subarray(0, -1))).toEqual([]);
  });

  test("may have headers longer than ours, but not shorter ones", () => {
    const longer = Buffer.from(file);
    longer.writeUInt16LE(PROGRAM_HEADERS.size + 8, 54);
    longer.writeUInt16LE(1, 56);
    expect(readSegments(longer)).toEqual(readSegments(file).slice(0, 1));
    const shorter = Buffer.from(file);
    shorter.writeUInt16LE(PROGRAM_HEADERS.size - 1, 54);
    expect(readSegments(shorter)).toEqual([]);
  });
});

test("a string ends before a NUL, or with the bytes", () => {
  const bytes = Buffer.from("one\0two\xe9", "latin1");
  expect(readString(bytes, 0)).toBe("one");
  expect(readString(bytes, 4)).toBe("two\xe9");
});
