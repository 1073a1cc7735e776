import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { createFileReader, listFolder } from "../../../../src/ruby/closure/file-reader.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-reader-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("files of the root are read from the backing folder, others from the machine", () => {
  mkdirSync(join(scratch, "backing/gems"), { recursive: true });
  writeFileSync(join(scratch, "backing/gems/x.so"), "of the root");
  writeFileSync(join(scratch, "machine.so"), "of the machine");
  const read = createFileReader(join(scratch, "backing"));
  expect(read("/tmp/mm/gems/x.so")?.toString()).toBe("of the root");
  expect(read(join(scratch, "machine.so"))?.toString()).toBe("of the machine");
});

test("a file is read once", () => {
  const file = join(scratch, "once.so");
  writeFileSync(file, "first");
  const read = createFileReader(scratch);
  const first = read(file);
  writeFileSync(file, "second");
  expect(read(file)).toBe(first);
  expect(first?.toString()).toBe("first");
});

test("what is no file is not there, and any other failure is one", () => {
  const file = join(scratch, "file");
  writeFileSync(file, "");
  const loop = join(scratch, "loop");
  symlinkSync("loop", loop);
  const read = createFileReader(scratch);
  for (const path of [join(scratch, "none"), join(file, "below"), scratch, loop]) {
    expect(read(path)).toBeUndefined();
  }
  expect(() => read("a name with a \0")).toThrow(/null bytes/);
});

test("the names in a folder are sorted; there are none where there is no folder", () => {
  const folder = join(scratch, "folder");
  mkdirSync(folder);
  for (const name of ["b", "a", "c"]) writeFileSync(join(folder, name), "");
  expect(listFolder(folder)).toEqual(["a", "b", "c"]);
  expect(listFolder(join(folder, "a"))).toEqual([]);
  expect(listFolder(join(folder, "none"))).toEqual([]);
});
