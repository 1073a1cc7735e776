import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { digestedAssets, digestedNames } from "../../../src/bundle/digested-assets.ts";
import { UserError } from "../../../src/errors.ts";
import { tree } from "../../tree.ts";

describe("names with a digest", () => {
  test.each([
    [
      "Sprockets",
      { files: { "a-1.css": { logical_path: "a.css" } }, assets: { "a.css": "a-1.css" } },
      ["a-1.css"],
    ],
    ["Propshaft", { "a.css": "a-1.css", "b/c.js": "b/c-2.js" }, ["a-1.css", "b/c-2.js"]],
    ["Propshaft 1.2", { "a.css": { digested_path: "a-1.css", integrity: "sha384-" } }, ["a-1.css"]],
    ["something else", { a: 1, b: null, c: { d: "e" } }, []],
    ["no object", null, []],
  ])("in the manifest of %s", (_, manifest, names) => {
    expect(digestedNames(manifest)).toEqual(names);
  });
});

describe("digestedAssets", () => {
  async function app(files: Readonly<Record<string, string>>): Promise<string> {
    const backing = await mkdtemp(join(tmpdir(), "assets-"));
    await mkdir(join(backing, "app/public/assets/img"), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(backing, "app/public/assets", name), text);
    }
    return backing;
  }

  test("lists the files that the manifest names and that are there, and no other", async () => {
    const names = [
      "b-2.css",
      "img/a-1.png",
      "cleaned-away-3.css",
      "../../../outside",
      "link-5.css",
    ];
    const files = Object.fromEntries(names.map((name) => [name, {}]));
    const backing = await app({
      [`.sprockets-manifest-${"0".repeat(32)}.json`]: JSON.stringify({ files }),
      "b-2.css": "",
      "img/a-1.png": "",
      "looks-0123456789abcdef0123456789abcdef.css": "",
      "../../../outside": "",
    });
    await symlink("b-2.css", join(backing, "app/public/assets/link-5.css"));
    expect(await digestedAssets(backing)).toEqual([
      "app/public/assets/b-2.css",
      "app/public/assets/img/a-1.png",
    ]);
  });

  test("lists nothing for an app without a pipeline", async () => {
    expect(await digestedAssets(await app({ "a-1.css": "" }))).toEqual([]);
    expect(await digestedAssets(await mkdtemp(join(tmpdir(), "assets-")))).toEqual([]);
  });
});

test("a manifest that is not JSON is named, and not quoted", async () => {
  const backing = tree({ "app/public/assets/.manifest.json": "version https://git-lfs" });
  const error = await digestedAssets(backing).catch((error: unknown) => error as UserError);
  expect(error).toBeInstanceOf(UserError);
  const { message, fix } = error as UserError;
  expect(message).toContain("`public/assets/.manifest.json`");
  expect(message + fix).not.toContain("git-lfs");
});
