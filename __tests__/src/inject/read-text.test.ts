import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { UserError } from "../../../src/errors.ts";
import { readText } from "../../../src/inject/read-text.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "megamode-text-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a text is read as it is", async () => {
  writeFileSync(join(dir, "Gemfile"), "\uFEFF# größe\r\n");
  expect(await readText(dir, "Gemfile")).toBe("\uFEFF# größe\r\n");
});

test("an empty file is a text, and no file is none", async () => {
  writeFileSync(join(dir, "Gemfile"), "");
  expect(await readText(dir, "Gemfile")).toBe("");
  expect(await readText(dir, "gone/Gemfile")).toBeUndefined();
  expect(await readText(dir, "Gemfile/gone")).toBeUndefined();
});

test("a file that is not UTF-8 is an error that names it", async () => {
  writeFileSync(join(dir, "Gemfile"), Buffer.from("# gr\xfc\xdfe\n", "latin1"));
  await expect(readText(dir, "Gemfile")).rejects.toThrow(UserError);
  await expect(readText(dir, "Gemfile")).rejects.toThrow("`Gemfile` is not UTF-8.");
});
