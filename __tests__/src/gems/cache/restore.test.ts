import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { restoreGems } from "../../../../src/gems/cache/restore.ts";
import { saveGems } from "../../../../src/gems/cache/save.ts";
import { noGemCache } from "../../../../src/ports/gem-cache.ts";
import { readTree, tree } from "../../../tree.ts";
import { type MemoryCache, memoryCache, vendored } from "./memory-cache.ts";

async function filled(...keys: readonly string[]): Promise<MemoryCache> {
  const cache = memoryCache();
  for (const key of keys) await saveGems(cache, key, vendored(key), () => {});
  return cache;
}

async function restore(cache: MemoryCache, key: string, near: readonly string[] = []) {
  const dir = join(tree({ "gems/left/over.rb": "" }), "gems");
  const said: string[] = [];
  const restored = await restoreGems(cache, { key, near }, dir, (line) => said.push(line));
  return { restored, said, files: existsSync(dir) ? readTree(dir) : undefined };
}

describe("gems", () => {
  test("are restored in place of what is there", async () => {
    expect(await restore(await filled("gems-1"), "gems-1")).toEqual({
      restored: "exact",
      said: ["From the cache: gems-1"],
      files: { "ruby/fast.so": "gems-1" },
    });
  });

  test("of another lockfile are near", async () => {
    expect(await restore(await filled("gems-a-1"), "gems-a-2", ["gems-a-"])).toEqual({
      restored: "near",
      said: ["Nearest in the cache: gems-a-1"],
      files: { "ruby/fast.so": "gems-a-1" },
    });
  });

  test("that nobody saved are not there, which nobody has to be told", async () => {
    expect(await restore(await filled("gems-1"), "gems-2")).toEqual({
      restored: "nothing",
      said: [],
      files: undefined,
    });
  });

  test("that are damaged are thrown away, here and in the cache", async () => {
    const cache = await filled("gems-1");
    cache.entries.get("gems-1")!["ruby/fast.so"] = "damaged";
    expect(await restore(cache, "gems-1")).toEqual({
      restored: "nothing",
      said: ["The cache holds a damaged copy, which is not used: gems-1"],
      files: undefined,
    });
    expect(cache.entries.size).toBe(0);
  });

  test("of a cache that fails half-way are thrown away", async () => {
    const cache = await filled("gems-1");
    const failing: MemoryCache = {
      ...cache,
      restore: async (...all) => {
        await cache.restore(...all);
        throw new Error("connection reset");
      },
    };
    expect(await restore(failing, "gems-1")).toEqual({
      restored: "nothing",
      said: ["The cache cannot be used: connection reset"],
      files: undefined,
    });
  });

  test("are not there without a cache", async () => {
    const dir = join(tree(), "gems");
    expect(await restoreGems(noGemCache, { key: "a", near: [] }, dir, () => {})).toBe("nothing");
  });
});
