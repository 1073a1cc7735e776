import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { emptyRoot } from "../../../../src/commands/build/empty-root.ts";
import { readTree, tree } from "../../../tree.ts";

test("everything goes, but not what is named or what a link leads to", async () => {
  const outside = tree({ "a/b": "" });
  const dir = tree({ "app/a": "", "app/gems/b": "", "gems/c": "", d: "" });
  symlinkSync(join(outside, "a"), join(dir, "link"));
  await emptyRoot(dir, ["app"]);
  expect(readTree(dir)).toEqual({ "app/a": "", "app/gems/b": "" });
  await emptyRoot(dir);
  expect(readTree(dir)).toEqual({});
  expect(readTree(outside)).toEqual({ "a/b": "" });
});
