import { lstatSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { keepingApp } from "../../../../src/bundle/compile-cache/keeping-app.ts";
import { readTree, tree, writeTree } from "../../../tree.ts";

const FILES = {
  "app/a.rb": "1",
  "app/lib/b.rb": "1",
  "app/node_modules/c/d.js": "1",
  "gems/g": "1",
};

test.each([
  ["is done", () => "done", "done"],
  [
    "fails",
    () => {
      throw new Error("no");
    },
    "no",
  ],
])(
  "the app is as it was after the step %s: content, links, times and modes",
  async (_, end, expected) => {
    const backing = tree();
    writeTree(backing, FILES, 0o755);
    symlinkSync("lib/b.rb", join(backing, "app/link"));
    utimesSync(join(backing, "app/a.rb"), 1, 1);
    const before = readTree(backing);
    const step = async () => {
      writeTree(backing, { "app/a.rb": "changed", "app/new/e": "", "gems/g": "changed" });
      rmSync(join(backing, "app/lib"), { recursive: true });
      return end();
    };
    const ended = await keepingApp({ backing }, step).catch((error: Error) => error.message);
    expect(ended).toBe(expected);
    expect(readTree(backing)).toEqual({ ...before, "gems/g": "changed" });
    const { mode, mtimeMs } = lstatSync(join(backing, "app/a.rb"));
    expect([mode & 0o777, mtimeMs]).toEqual([0o755, 1000]);
  },
);
