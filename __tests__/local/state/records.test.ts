import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { openRecords } from "../../../local/state/records.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "megamode-records-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("records", () => {
  test("are there when the folder is opened again", () => {
    const records = openRecords<number>(join(folder, "new"));
    records.set("b", 1);
    records.set("a", 2);
    records.set("b", 3);
    records.set("gone", 4);
    records.delete("gone");
    records.delete("never");
    for (const opened of [records, openRecords<number>(join(folder, "new"))]) {
      expect(opened.keys()).toEqual(["a", "b"]);
      expect(opened.get("b")).toBe(3);
      expect(opened.get("gone")).toBeUndefined();
    }
  });

  test.each([
    ["leaves the folder", "../escaped"],
    ["has a slash", "a/b"],
    ["is longer than a file's name", "x".repeat(1000)],
    ["differs from another in case", "A"],
  ])("may have a key that %s", (_, key) => {
    const records = openRecords<string>(folder);
    records.set(key, "one");
    records.set(key.toLowerCase(), "two");
    expect(readdirSync(folder).every((name) => /^[0-9a-f]{64}\.json$/.test(name))).toBe(true);
    const keys = [...new Set([key, key.toLowerCase()])].sort();
    expect(openRecords<string>(folder).keys()).toEqual(keys);
  });

  test("do not include a file that was only partly written", () => {
    openRecords<number>(folder).set("a", 1);
    writeFileSync(join(folder, "b.json.partial"), "{");
    expect(openRecords<number>(folder).keys()).toEqual(["a"]);
  });
});
