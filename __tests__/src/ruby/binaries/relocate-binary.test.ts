import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import {
  type Relocation,
  relocateBinary,
  relocateProgram,
} from "../../../../src/ruby/binaries/relocate-binary.ts";
import { parseElf } from "../../../../src/ruby/elf/parse.ts";
import { tree, writeTree } from "../../../tree.ts";
import { elfFile, parsed, program, withSections } from "../elf-file.ts";

const backing = tree();
const RUBY = { from: "/usr/lib/ruby", to: "/tmp/mm/ruby" };
const debug = (bytes: Buffer) =>
  withSections(bytes, [
    { name: ".text", isLoaded: true, bytes: "code" },
    { name: ".debug", isLoaded: false, bytes: "d".repeat(999) },
  ]);

const file = join(backing, "gems/x/lib/x.so");

function binaryOf(content: Buffer) {
  writeTree(backing, { "gems/x/lib/x.so": content });
  const bytes = Buffer.from(content);
  return { path: "/usr/x.so", file, bytes, elf: parsed(bytes), label: "", required: true };
}

async function relocated(content: Buffer, how?: Relocation) {
  const binary = binaryOf(content);
  const { ino } = statSync(file);
  const isMoved = await relocateBinary(binary, backing, how);
  const after = readFileSync(file);
  return { after, elf: parseElf(after), isMoved, isReplaced: statSync(file).ino !== ino };
}

describe("a binary", () => {
  test("is replaced where its libraries are to be found elsewhere", async () => {
    const { elf, isMoved, isReplaced } = await relocated(
      elfFile({ runpath: "$ORIGIN/..:/usr/lib" }),
    );
    expect([isMoved, isReplaced]).toEqual([true, true]);
    expect(elf).toMatchObject({ runpath: undefined, rpath: "$ORIGIN/.." });
  });

  test("knows its place below the root, by which $ORIGIN leads there or not", async () => {
    const up = await relocated(elfFile({ rpath: "$ORIGIN/../../../lib" }));
    expect(up.isReplaced).toBe(false);
    const out = await relocated(elfFile({ rpath: "$ORIGIN/../../../../lib" }));
    expect(out.elf?.rpath).toBeUndefined();
  });

  test("is replaced where a path is compiled in, if it is Ruby's", async () => {
    const bytes = Buffer.concat([elfFile(), Buffer.from("\0/usr/lib/ruby\0")]);
    const { after, isReplaced } = await relocated(bytes, { rewrites: [RUBY] });
    expect(isReplaced).toBe(true);
    expect(after.includes("\0/tmp/mm/ruby/\0")).toBe(true);
    const other = await relocated(bytes);
    expect(other.isReplaced).toBe(false);
    expect(other.after.equals(bytes)).toBe(true);
  });

  test("is stripped", async () => {
    const bytes = debug(elfFile());
    const { after, isReplaced } = await relocated(bytes);
    expect(isReplaced).toBe(true);
    expect(after.includes("ddd")).toBe(false);
  });

  test("is not stripped where its gem stays whole, or it is an executable", async () => {
    const library = await relocated(debug(elfFile()), { isWhole: true });
    expect(library.isReplaced).toBe(false);
    const executable = await relocated(debug(program()));
    expect(executable.isReplaced).toBe(true);
    expect(executable.after.includes("ddd")).toBe(true);
  });

  test("stays the same file where nothing changes", async () => {
    const bytes = elfFile({ needed: ["libc.so.6"] });
    const { after, isReplaced } = await relocated(bytes);
    expect(isReplaced).toBe(false);
    expect(after.equals(bytes)).toBe(true);
  });
});

describe("a program", () => {
  test("is started by our loader, with Ruby's folders replaced in Ruby", async () => {
    const bytes = Buffer.concat([program(), Buffer.from("\0/usr/lib/ruby\0")]);
    await relocateProgram(binaryOf(bytes), backing, [RUBY]);
    expect(parseElf(readFileSync(file))?.interpreter?.path).toBe("/tmp/mm/lib/ld");
    expect(readFileSync(file).includes("\0/tmp/mm/ruby/\0")).toBe(true);
  });

  test("without room for the path of its libraries is an error; another binary is not", async () => {
    const tight = program({ spare: 0 });
    await expect(relocateProgram(binaryOf(tight), backing)).rejects.toThrow(
      "`/usr/x.so` has no room for the path of its libraries.",
    );
    expect(await relocated(tight)).toMatchObject({ isMoved: false, isReplaced: false });
  });
});
