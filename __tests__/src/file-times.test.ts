import { expect, test } from "@jest/globals";
import { sha256Hex } from "../../src/digest.ts";
import { contentTime, FOLDER_TIME } from "../../src/file-times.ts";

test("a file's time depends on its content, to the second, and lies in 2020", () => {
  expect(contentTime("00000000".padEnd(64, "f")).toISOString()).toBe("2020-01-01T00:00:00.000Z");
  expect(contentTime("0000003c".padEnd(64, "f")).toISOString()).toBe("2020-01-01T00:01:00.000Z");
  expect(contentTime(sha256Hex("a"))).toEqual(contentTime(sha256Hex("a")));
  expect(contentTime(sha256Hex("a"))).not.toEqual(contentTime(sha256Hex("b")));
  expect(contentTime("f".repeat(64)).getUTCFullYear()).toBe(2020);
});

test("a folder's time is fixed", () => {
  expect(FOLDER_TIME.toISOString()).toBe("2020-01-01T00:00:00.000Z");
});
