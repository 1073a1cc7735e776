import { gzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { madeFor } from "../../../../../src/gems/prune/programs/made-for.ts";
import { ARM64, elf, I386, magic, windows, X86_64 } from "./program.ts";

const dos = windows();
dos.write("NE\0\0", 128);

test.each<[what: string, bytes: Buffer, system: string | undefined]>([
  ["a library", elf(X86_64), "Linux on x86_64"],
  ["a program that says GNU", elf(X86_64, { type: 2, abi: 3 }), "Linux on x86_64"],
  ["a library for arm64", elf(ARM64), "Linux on arm64"],
  ["a program for i386", elf(I386, { type: 2 }), "Linux on i386"],
  ["a program with the other byte order", elf(22, { big: true }), "Linux on s390x"],
  ["a program for a machine without a name here", elf(4711), "Linux on machine 4711"],
  ["a program for FreeBSD", elf(X86_64, { type: 2, abi: 9 }), "FreeBSD on x86_64"],
  ["an object file", elf(ARM64, { type: 1 }), undefined],
  ["a program for macOS", magic(0xcffaedfe), "macOS"],
  ["a program for several Macs", magic(0xcafebabe, 2), "macOS"],
  ["a class of Java 8", magic(0xcafebabe, 52), undefined],
  ["a program for Windows", windows(), "Windows"],
  ["a program for 16-bit Windows", dos, undefined],
  ["text that begins as one", Buffer.from(`MZ${" ".repeat(100)}`), undefined],
  ["a script", Buffer.from(`#!/bin/sh\n${"echo ".repeat(20)}`), undefined],
  ["a short file", Buffer.from("\x7fELF", "latin1"), undefined],
  ["an empty file", Buffer.alloc(0), undefined],
])("%s", (_, bytes, system) => {
  expect(madeFor(bytes)?.system).toBe(system);
  // Compressed it is the same, also where only its beginning was read.
  const packed = gzipSync(Buffer.concat([bytes, Buffer.alloc(100_000, "more")]));
  expect(madeFor(packed.subarray(0, packed.length - 20))).toEqual(
    system === undefined ? undefined : { system, compressed: true },
  );
});

test("what only looks compressed is no program", () => {
  expect(madeFor(Buffer.from([0x1f, 0x8b, ...Buffer.alloc(100)]))).toBeUndefined();
});
