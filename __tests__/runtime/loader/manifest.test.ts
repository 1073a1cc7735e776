import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readManifest } from "../../../runtime/src/loader/manifest.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mm-manifest-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (manifest: object) =>
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));

test("the manifest lies next to the proxy", () => {
  write({ schema: 1, label: "Rails" });
  expect(readManifest(folder)).toEqual({ schema: 1, label: "Rails" });
});

test("a manifest of another schema is refused", () => {
  write({ schema: 2 });
  expect(() => readManifest(folder)).toThrow(/has schema 2, this proxy reads 1: deploy again/);
});

test("a missing manifest is an error", () => {
  expect(() => readManifest(folder)).toThrow(/ENOENT/);
});
