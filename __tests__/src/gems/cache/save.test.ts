import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { saveGems } from "../../../../src/gems/cache/save.ts";
import { readTree } from "../../../tree.ts";
import { type MemoryCache, memoryCache, vendored } from "./memory-cache.ts";

async function save(cache: MemoryCache, dir = vendored()) {
  const said: string[] = [];
  await saveGems(cache, "gems-1", dir, (line) => said.push(line));
  return { said, files: readTree(dir), dir };
}

const OURS = { "ruby/fast.so": "compiled" };

describe("gems", () => {
  test("are saved with a seal, and stay here without one", async () => {
    const cache = memoryCache();
    expect(await save(cache)).toMatchObject({ said: ["Saved in the cache: gems-1"], files: OURS });
    expect(Object.keys(cache.entries.get("gems-1") ?? {}).sort()).toEqual([
      ".megamode-seal",
      "ruby/fast.so",
    ]);
  });

  test("that another build saved first replace ours", async () => {
    const cache = memoryCache();
    await save(cache, vendored("compiled first"));
    const second = await save(cache);
    expect(second.files).toEqual({ "ruby/fast.so": "compiled first" });
    expect(existsSync(`${second.dir}.others`)).toBe(false);
  });

  test("of another build that are damaged do not", async () => {
    const cache = memoryCache();
    cache.entries.set("gems-1", { "ruby/fast.so": "damaged" });
    const { files, said } = await save(cache);
    expect(files).toEqual(OURS);
    expect(said).toEqual([expect.stringContaining("damaged")]);
  });

  test("that are none, as of a bundle that installs nothing, cost a line in the log", async () => {
    const said: string[] = [];
    const none = join(vendored(), "none");
    await saveGems(memoryCache(), "gems-1", none, (line) => said.push(line));
    expect(said).toEqual([
      expect.stringMatching(/^The gems cannot be saved for the next run: ENOENT/),
    ]);
  });

  test("that cannot be saved stay here as they are", async () => {
    const full: MemoryCache = {
      ...memoryCache(),
      save: async () => {
        throw new Error("no space left");
      },
    };
    expect(await save(full)).toMatchObject({
      said: ["The gems cannot be saved for the next run: no space left"],
      files: OURS,
    });
  });
});
