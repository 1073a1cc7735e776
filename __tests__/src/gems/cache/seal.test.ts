import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { seal, unseal } from "../../../../src/gems/cache/seal.ts";
import { readTree, tree } from "../../../tree.ts";

function gems(): string {
  const dir = tree({ "ruby/a.rb": "a", "ruby/b.so": "b" });
  symlinkSync("a.rb", join(dir, "ruby/link"));
  mkdirSync(join(dir, "ruby/empty"));
  return dir;
}

describe("a sealed folder", () => {
  test("is whole, and as it was once the seal is off", async () => {
    const dir = gems();
    const before = readTree(dir);
    await seal(dir);
    expect(readTree(dir)).not.toEqual(before);
    expect(await unseal(dir)).toBe(true);
    expect(readTree(dir)).toEqual(before);
  });

  test("can be sealed once more", async () => {
    const dir = gems();
    await seal(dir);
    await seal(dir);
    expect(await unseal(dir)).toBe(true);
  });

  test.each<[string, (dir: string) => void]>([
    ["a file is missing", (dir) => rmSync(join(dir, "ruby/a.rb"))],
    ["a file is added", (dir) => writeFileSync(join(dir, "ruby/c.rb"), "")],
    ["a file differs", (dir) => writeFileSync(join(dir, "ruby/b.so"), "c")],
    ["a file may be executed", (dir) => chmodSync(join(dir, "ruby/b.so"), 0o755)],
    ["an empty folder is missing", (dir) => rmSync(join(dir, "ruby/empty"), { recursive: true })],
    [
      "a link leads elsewhere",
      (dir) => {
        rmSync(join(dir, "ruby/link"));
        symlinkSync("b.so", join(dir, "ruby/link"));
      },
    ],
  ])("is not whole where %s", async (_, harm) => {
    const dir = gems();
    await seal(dir);
    harm(dir);
    expect(await unseal(dir)).toBe(false);
  });
});

test("a folder without a seal is not known to be whole", async () => {
  expect(await unseal(gems())).toBe(false);
});
