import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { zipSync } from "fflate";
import {
  type CodeStore,
  openCodeStore,
  zipIn,
} from "../../../../../local/services/lambda/functions/code-store.ts";

let folder: string;
let codes: CodeStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "megamode-codes-"));
  codes = openCodeStore(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const zip = (files: Record<string, string>) =>
  Buffer.from(
    zipSync(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])),
    ),
  );

describe("a function zip", () => {
  test("is unpacked once, under its digest", () => {
    const bytes = zip({ "index.mjs": "one", "lib/a.txt": "two", "empty/": "" });
    const checked = codes.check(bytes);
    expect(existsSync(codes.folderOf(checked))).toBe(false);
    const code = codes.store(bytes);
    expect(code).toEqual(checked);
    expect(code.bytes).toBe(bytes.length);
    expect(readFileSync(join(codes.folderOf(code), "index.mjs"), "utf8")).toBe("one");
    expect(readFileSync(join(codes.folderOf(code), "lib/a.txt"), "utf8")).toBe("two");
    expect(codes.store(bytes)).toEqual(code);
  });

  test.each([
    ["that is none", Buffer.from("no"), /Could not unzip/],
    ["without files", zip({ "empty/": "" }), /non-empty zip/],
    ["that names a file above", zip({ "../a": "" }), /outside of it: \.\.\/a/],
    ["that names a file by its whole path", zip({ "/a": "" }), /outside of it: \/a/],
    ["that is large", Buffer.alloc(50 * 1024 * 1024 + 1), /must be smaller/],
  ])("%s is refused", (_, bytes, message) => {
    expect(() => codes.store(bytes)).toThrow(message);
    expect(() => codes.check(bytes)).toThrow(message);
  });
});

test("a function's code is a zip in the request", () => {
  expect(zipIn({ ZipFile: "b2s=" }).toString()).toBe("ok");
  expect(() => zipIn({})).toThrow("Please provide a source");
  expect(() => zipIn({ ZipFile: "b2s=", S3Bucket: "b" })).toThrow("`S3Bucket`");
});
