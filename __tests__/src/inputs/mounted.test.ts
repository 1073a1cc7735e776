import { expect, test } from "@jest/globals";
import { isMounted } from "../../../src/inputs/mounted.ts";

test.each<[string, readonly string[], boolean]>([
  ["/mnt/data/p.sqlite3", ["/mnt/data"], true],
  ["/mnt/data/p.sqlite3", ["/mnt/other", "/mnt/data/"], true],
  ["/mnt/data/../p.sqlite3", ["/mnt/data"], false],
  ["/mnt/database/p.sqlite3", ["/mnt/data"], false],
  ["storage/p.sqlite3", ["/mnt/data"], false],
  ["../mnt/data/p.sqlite3", ["/mnt/data"], true],
  ["/mnt/data/p.sqlite3", [], false],
])("%s is on one of %j: %s", (path, mounts, expected) => {
  expect(isMounted(path, mounts)).toBe(expected);
});
