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

async function restore(cache: MemoryCache, ...keys: readonly string[]) {
  const dir = join(tree({ "gems/left/over.rb": "" }), "gems");
  const said: string[] = [];
  const restored = await restoreGems(cache, keys, dir, (line) => said.push(line));
  return { restored, said, files: existsSync(dir) ? readTree(dir) : undefined };
}

describe("gems", () => {
  test("are restored in place of what is there", async () => {
    expect(await restore(await filled("gems-1"), "gems-1")).toEqual({
      restored: true,
      said: ["From the cache: gems-1"],
      files: { "ruby/fast.so": "gems-1" },
    });
  });

  test("are those of the first key that the cache has", async () => {
    const cache = await filled("gems-preview", "gems-deployed");
    const keys = ["gems-protected", "gems-deployed", "gems-preview"];
    expect(await restore(cache, ...keys)).toEqual({
      restored: true,
      said: ["From the cache: gems-deployed"],
      files: { "ruby/fast.so": "gems-deployed" },
    });
  });

  test("of a damaged entry are no reason to do without those of the next key", async () => {
    const cache = await filled("gems-1", "gems-2");
    cache.entries.get("gems-1")!["ruby/fast.so"] = "damaged";
    cache.entries.get("gems-1")!["ruby/planted.so"] = "planted";
    expect(await restore(cache, "gems-1", "gems-2")).toMatchObject({
      restored: true,
      files: { "ruby/fast.so": "gems-2" },
    });
  });

  test.each(["gems-", "gems-12", "gems-1-planted"])(
    "under the key `%s` are no others'",
    async (key) => {
      expect(await restore(await filled(key), "gems-1")).toMatchObject({
        restored: false,
        said: [],
      });
    },
  );

  test("that nobody saved are not there, which nobody has to be told", async () => {
    expect(await restore(await filled("gems-1"), "gems-2")).toEqual({
      restored: false,
      said: [],
      files: undefined,
    });
  });

  test("that are damaged are thrown away, here and in the cache", async () => {
    const cache = await filled("gems-1");
    cache.entries.get("gems-1")!["ruby/fast.so"] = "damaged";
    expect(await restore(cache, "gems-1")).toEqual({
      restored: false,
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
      restored: false,
      said: ["The cache cannot be used: connection reset"],
      files: undefined,
    });
  });

  test("are not there without a cache", async () => {
    const dir = join(tree(), "gems");
    expect(await restoreGems(noGemCache, ["a"], dir, () => {})).toBe(false);
  });
});
