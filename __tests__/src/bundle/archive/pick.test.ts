import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { packArchive } from "../../../../src/bundle/archive/pack.ts";
import { pickFiles } from "../../../../src/bundle/archive/pick.ts";
import { readTree, tree } from "../../../tree.ts";

async function packed() {
  const backing = tree({
    "app/config.ru": "run 1",
    "app/public/assets/a.css": "a",
    "app/public/assets/b.css": "b",
  });
  symlinkSync("config.ru", join(backing, "app/link"));
  const folder = join(tree(), "pieces");
  return packArchive({
    name: "app",
    backing,
    directories: ["app"],
    leaveOut: () => false,
    folder,
  });
}

describe("some files of an archive", () => {
  test("are picked, and no other; those that it lacks are not counted", async () => {
    const into = tree();
    const wanted = ["app/public/assets/a.css", "app/public/assets/b.css", "app/absent"];
    expect(await pickFiles(await packed(), wanted, into)).toBe(2);
    expect(readTree(into)).toEqual({
      "app/public/assets/a.css": "a",
      "app/public/assets/b.css": "b",
    });
  });

  test("are files: a link or a folder of that name is not picked", async () => {
    const into = tree();
    expect(await pickFiles(await packed(), ["app/link", "app/public/"], into)).toBe(0);
    expect(readTree(into)).toEqual({});
  });
});
