import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { stripElf } from "../../../src/ruby/elf/strip.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-strip-"));
  writeFileSync(
    join(dir, "a.c"),
    '#include <stdio.h>\nint counter = 41;\nint main(void) { printf("%d\\n", counter + 1); return 0; }\n',
  );
  execFileSync("cc", ["-g", "-o", join(dir, "program"), join(dir, "a.c")]);
  execFileSync("cc", ["-g", "-shared", "-fPIC", "-o", join(dir, "lib.so"), join(dir, "a.c")]);
});
afterAll(() => rmSync(dir, { recursive: true }));

const sections = (file: string) =>
  execFileSync("readelf", ["-SW", file], { encoding: "utf8" }).match(/(?<=\] )\.\S+/g);

test("what is stripped is as small as binutils make it, runs, and is whole to readelf", () => {
  const program = join(dir, "program");
  const stripped = join(dir, "stripped");
  writeFileSync(stripped, stripElf(readFileSync(program)), { mode: 0o755 });
  expect(execFileSync(stripped, { encoding: "utf8" })).toBe("42\n");
  const wanted = sections(program)?.filter(
    (name) => !/^\.(debug|symtab|strtab|comment)/.test(name),
  );
  expect(sections(stripped)).toEqual(wanted);
  const theirs = join(dir, "theirs");
  execFileSync("strip", ["--strip-unneeded", "-o", theirs, program]);
  expect(readFileSync(stripped).length).toBeLessThanOrEqual(readFileSync(theirs).length);
});

test("the symbols that others link to stay, and still name their section", () => {
  const [before, after] = [join(dir, "lib.so"), join(dir, "lib.stripped.so")];
  writeFileSync(after, stripElf(readFileSync(before)));
  const symbols = (file: string) =>
    execFileSync("readelf", ["-W", "--dyn-syms", file], { encoding: "utf8" });
  expect(symbols(after)).toBe(symbols(before));
  expect(symbols(after)).toContain("counter");
});

test("a file is left alone that carries something behind its sections, or is stripped, or no ELF file", () => {
  const program = readFileSync(join(dir, "program"));
  const loaded = Buffer.concat([program, Buffer.from("an archive that the program reads")]);
  expect(stripElf(loaded)).toBe(loaded);
  const stripped = stripElf(program);
  expect(stripElf(stripped)).toBe(stripped);
  const text = Buffer.from("#!/bin/sh\n");
  expect(stripElf(text)).toBe(text);
});
