import { chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { MAX_PIECE } from "../../../../src/bundle/archive/cut.ts";
import { listEntries } from "../../../../src/bundle/archive/entries.ts";
import { firstChange, readHeld } from "../../../../src/bundle/archive/held.ts";
import { packArchive } from "../../../../src/bundle/archive/pack.ts";
import { tree } from "../../../tree.ts";

const leaveOut = () => false;

function gems(large = 1): string {
  const backing = tree({ "gems/a.rb": "a", "gems/b/c.rb": "c", "gems/large": "x".repeat(large) });
  symlinkSync("a.rb", join(backing, "gems/link"));
  chmodSync(join(backing, "gems/b/c.rb"), 0o755);
  return backing;
}

const read = async (backing: string) =>
  readHeld(backing, await listEntries(backing, ["gems"], leaveOut));

const packed = async (backing: string) =>
  (await packArchive({ name: "gems", backing, directories: ["gems"], leaveOut, folder: tree() }))
    .held;

describe("what an archive holds", () => {
  test("is what was read before it was packed, whatever the size of a file", async () => {
    const backing = gems(MAX_PIECE + 1);
    const before = await read(backing);
    expect([...before.keys()]).toEqual([
      ...["gems", "gems/a.rb", "gems/b", "gems/b/c.rb", "gems/large", "gems/link"],
    ]);
    expect(await packed(backing)).toEqual(before);
  });

  test("has changed nothing by what no archive holds: times, other modes, owners", async () => {
    const backing = gems();
    const before = await read(backing);
    utimesSync(join(backing, "gems/a.rb"), 1, 1);
    chmodSync(join(backing, "gems/a.rb"), 0o600);
    expect(firstChange(before, await packed(backing))).toBeUndefined();
  });

  test.each<[string, string, (dir: string) => void]>([
    ["a file is changed", "gems/a.rb", (dir) => writeFileSync(join(dir, "a.rb"), "b")],
    ["a file is added", "gems/b/d.rb", (dir) => writeFileSync(join(dir, "b/d.rb"), "")],
    ["a file is removed", "gems/a.rb", (dir) => rmSync(join(dir, "a.rb"))],
    ["a file may be executed", "gems/a.rb", (dir) => chmodSync(join(dir, "a.rb"), 0o755)],
    ["a file may no longer be", "gems/b/c.rb", (dir) => chmodSync(join(dir, "b/c.rb"), 0o644)],
    ["a folder is added", "gems/empty", (dir) => mkdirSync(join(dir, "empty"))],
    [
      "a link leads elsewhere",
      "gems/link",
      (dir) => {
        rmSync(join(dir, "link"));
        symlinkSync("b/c.rb", join(dir, "link"));
      },
    ],
    [
      "a file becomes a link to the same content",
      "gems/a.rb",
      (dir) => {
        writeFileSync(join(dir, "z.rb"), "a");
        rmSync(join(dir, "a.rb"));
        symlinkSync("z.rb", join(dir, "a.rb"));
      },
    ],
    [
      "two files change their places",
      "gems/a.rb",
      (dir) => {
        writeFileSync(join(dir, "a.rb"), "c");
        writeFileSync(join(dir, "b/c.rb"), "a");
      },
    ],
  ])("has changed where %s: at `%s`", async (_, path, change) => {
    const backing = gems();
    const before = await read(backing);
    change(join(backing, "gems"));
    expect(firstChange(before, await packed(backing))).toBe(path);
    expect(firstChange(await read(backing), before)).toBe(path);
  });
});
