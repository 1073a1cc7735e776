import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { folderGemCache } from "../../../src/host/gem-cache.ts";
import { createShell } from "../../../src/host/shell.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-gem-cache-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Gems as one build made them. */
function vendored(extension: string): string {
  const dir = join(mkdtempSync(join(scratch, "build-")), "gems");
  mkdirSync(dir);
  writeFileSync(join(dir, "fast.so"), extension);
  return dir;
}
const extensionIn = (dir: string) => readFileSync(join(dir, "fast.so"), "utf8");

describe("the gem cache in a folder", () => {
  test("gives back what was kept, and nothing for another key", async () => {
    const cache = folderGemCache(join(scratch, "kept"), createShell());
    await cache.save("key", vendored("compiled"));
    const dir = vendored("left by somebody");
    expect(await cache.restore("other", dir)).toBe(false);
    expect(extensionIn(dir)).toBe("left by somebody");
    expect(await cache.restore("key", dir)).toBe(true);
    expect(extensionIn(dir)).toBe("compiled");
  });

  // An extension that is compiled twice is not the same bytes twice: the builds that follow would differ.
  test("of two builds that kept the same gems at once, both go on with those of the first", async () => {
    const folder = join(scratch, "twice");
    const cache = folderGemCache(folder, createShell());
    const [first, second] = [vendored("compiled first"), vendored("compiled second")];
    await cache.save("key", first);
    await cache.save("key", second);
    expect([first, second].map(extensionIn)).toEqual(["compiled first", "compiled first"]);
    expect(readdirSync(folder)).toEqual(["key"]);
  });
});
