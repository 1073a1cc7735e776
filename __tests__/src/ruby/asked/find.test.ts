import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { findAsked } from "../../../../src/ruby/asked/find.ts";
import { tree, writeTree } from "../../../tree.ts";

const scratch = tree();
const [first, second] = [join(scratch, "first"), join(scratch, "second")];
const PATH = `${join(scratch, "none")}:${first}:${second}`;
writeTree(first, { data: "no program" });
writeTree(second, { tool: "#!/bin/sh\n", data: "#!/bin/sh\n" }, 0o755);
mkdirSync(join(first, "tool"));

const find = (...executables: string[]) =>
  findAsked({ libraries: [], files: [], executables }, PATH).executables;

describe("programs", () => {
  test("are found by PATH, which folders and other files do not count for", () => {
    expect(find("tool", "data")).toEqual([
      { name: "tool", path: join(second, "tool") },
      { name: "data", path: join(second, "data") },
    ]);
  });

  test("are found where their path says, and nowhere else", () => {
    const path = join(second, "tool");
    expect(find(path)).toEqual([{ name: "tool", path }]);
    expect(() => find(join(first, "data"))).toThrow(/`executables`: there is no program/);
  });

  test("that are not there are named, with the input", () => {
    expect(() => find("pdftotext")).toThrow(
      "The input `executables`: there is no program `pdftotext` on this runner.",
    );
  });
});

test("libraries and files stay as they were asked for", () => {
  const asked = { libraries: ["libx.so.1"], files: ["/usr/share/x"], executables: [] };
  expect(findAsked(asked, "")).toEqual(asked);
});
