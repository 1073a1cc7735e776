import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { copyAskedFiles } from "../../../../src/ruby/asked/copy-files.ts";
import { tree, writeTree } from "../../../tree.ts";
import { refusal } from "../refusal.ts";

const scratch = tree();
const backing = join(scratch, "backing");

test("files and folders keep their path below `files`", async () => {
  writeTree(scratch, { data: "1", "more/deep/data": "2" });
  await copyAskedFiles([join(scratch, "data"), join(scratch, "more")], backing);
  const read = (path: string) => readFileSync(join(backing, "files", scratch, path), "utf8");
  expect([read("data"), read("more/deep/data")]).toEqual(["1", "2"]);
});

test("a file that is not there is named, with the input", async () => {
  const error = await refusal(() => copyAskedFiles(["/no/such/file"], backing));
  expect(error.message).toBe("The input `files`: `/no/such/file` is not on this runner.");
});
