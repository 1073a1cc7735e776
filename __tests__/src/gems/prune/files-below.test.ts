import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { filesBelow } from "../../../../src/gems/prune/files-below.ts";
import { tree } from "../../../tree.ts";

test("files and links are listed, sorted, and folders are not", async () => {
  const dir = tree({ "lib/b.rb": "", "lib/a/c.rb": "", README: "" });
  symlinkSync("lib", join(dir, "link"));
  mkdirSync(join(dir, "empty"));
  expect(await filesBelow(dir)).toEqual(["README", "lib/a/c.rb", "lib/b.rb", "link"]);
});

test("a folder that is not there has none", async () => {
  expect(await filesBelow(join(tree(), "absent"))).toEqual([]);
});
