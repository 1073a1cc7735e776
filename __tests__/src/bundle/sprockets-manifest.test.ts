import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { fixSprocketsManifest } from "../../../src/bundle/sprockets-manifest.ts";
import { readTree, tree } from "../../tree.ts";

const named = (digit: string) => `.sprockets-manifest-${digit.repeat(32)}.json`;

async function fixed(files: Readonly<Record<string, string>>) {
  const dir = tree(files);
  await fixSprocketsManifest(dir);
  return readTree(dir);
}

describe("Sprockets' manifest", () => {
  test("gets a fixed name and fixed times", async () => {
    const manifest = {
      files: { "a-1.css": { logical_path: "a.css", mtime: "2026-11-30T02:05:01+00:00" } },
      assets: { "a.css": "a-1.css" },
    };
    const files = await fixed({ [named("f")]: JSON.stringify(manifest), "a-1.css": "a" });
    expect(Object.keys(files).sort()).toEqual([named("0"), "a-1.css"]);
    expect(JSON.parse(files[named("0")] ?? "")).toEqual({
      files: { "a-1.css": { logical_path: "a.css", mtime: "2020-01-01T00:00:00+00:00" } },
      assets: { "a.css": "a-1.css" },
    });
  });

  test("that has its fixed name already keeps it", async () => {
    expect(Object.keys(await fixed({ [named("0")]: '{"files":{}}' }))).toEqual([named("0")]);
  });

  test("without files is one, too", async () => {
    expect(await fixed({ [named("f")]: '{"assets":{}}' })).toEqual({
      [named("0")]: '{"assets":{}}',
    });
  });

  test("stays as it is where there are two", async () => {
    const two = { [named("e")]: "{}", [named("f")]: "{}" };
    expect(await fixed(two)).toEqual(two);
  });

  test("may be absent, as all assets may", async () => {
    expect(await fixed({ ".manifest.json": "{}" })).toEqual({ ".manifest.json": "{}" });
    await fixSprocketsManifest(join(tree(), "absent"));
  });
});
