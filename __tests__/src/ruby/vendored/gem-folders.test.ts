import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { listGemFolders } from "../../../../src/ruby/vendored/gem-folders.ts";
import { tree, writeTree } from "../../../tree.ts";

const top = tree();

test("gems of RubyGems come first, then those from Git; there may be none", async () => {
  expect(await listGemFolders(top)).toEqual([]);
  writeTree(top, { "gems/b-1/x": "", "gems/a-1/x": "", "bundler/gems/c-0123456789ab/x": "" });
  expect(await listGemFolders(top)).toEqual(
    ["gems/a-1", "gems/b-1", "bundler/gems/c-0123456789ab"].map((path) => join(top, path)),
  );
});
