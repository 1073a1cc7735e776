import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readOurGem } from "../../../src/inject/our-gem.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-gem-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("our gem's version is the one that its gemspec names", async () => {
  writeFileSync(join(dir, "megamode.gemspec"), 'spec.name = "x"\nspec.version = "1.2.3"\n');
  expect(await readOurGem(dir)).toEqual({ dir, version: "1.2.3" });
});

test("our gem itself names one", async () => {
  const { version } = await readOurGem(resolve(import.meta.dirname, "../../../runtime/gem"));
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

test("a gem without a version is an error", async () => {
  writeFileSync(join(dir, "megamode.gemspec"), "spec.version = VERSION\n");
  await expect(readOurGem(dir)).rejects.toThrow("names no version");
});
