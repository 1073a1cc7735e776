import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { readBinary } from "../../../../src/ruby/binaries/binary.ts";
import { tree, writeTree } from "../../../tree.ts";
import { elfFile } from "../elf-file.ts";

const scratch = tree();
const source = (name: string) => ({
  path: `/usr/lib/${name}`,
  file: join(scratch, name),
  label: "extension `x`",
  required: false,
});

test("a binary is what is known of it and what is read in it", async () => {
  const bytes = elfFile({ soname: "libx.so" });
  writeTree(scratch, { "x.so": bytes });
  expect(await readBinary(source("x.so"))).toMatchObject({
    ...source("x.so"),
    elf: { soname: "libx.so" },
    bytes,
  });
});

test("a file that is no ELF file is no binary, and one that is not there a failure", async () => {
  writeTree(scratch, { "y.so": "GROUP ( liby.so )" });
  expect(await readBinary(source("y.so"))).toBeUndefined();
  await expect(readBinary(source("z.so"))).rejects.toThrow(/ENOENT/);
});
