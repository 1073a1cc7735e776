import { describe, expect, test } from "@jest/globals";
import { choosePage } from "../../../../../local/services/s3/objects/list-objects.ts";

const KEYS = ["a/1", "a/2", "b", "c/1", "d"];
const ask = (changes: Partial<Parameters<typeof choosePage>[1]>) =>
  choosePage(KEYS, { prefix: "", delimiter: "", after: "", maxKeys: 10, ...changes });

describe("a page of keys", () => {
  test("has all keys with the prefix", () => {
    expect(ask({ prefix: "a/" })).toEqual({ keys: ["a/1", "a/2"], prefixes: [], next: undefined });
  });

  test("has each common prefix once", () => {
    expect(ask({ delimiter: "/" })).toEqual({
      keys: ["b", "d"],
      prefixes: ["a/", "c/"],
      next: undefined,
    });
  });

  test("ends after its number of keys and prefixes, and says what was last", () => {
    expect(ask({ delimiter: "/", maxKeys: 2 })).toEqual({
      keys: ["b"],
      prefixes: ["a/"],
      next: "b",
    });
    expect(ask({ maxKeys: 5 }).next).toBeUndefined();
    expect(ask({ maxKeys: 4 }).next).toBe("c/1");
    expect(ask({ maxKeys: 0 })).toEqual({ keys: [], prefixes: [], next: undefined });
  });

  test("goes on behind the last one", () => {
    expect(ask({ delimiter: "/", after: "a/" })).toMatchObject({
      keys: ["b", "d"],
      prefixes: ["c/"],
    });
    expect(ask({ after: "b" }).keys).toEqual(["c/1", "d"]);
  });

  test("finds the delimiter only behind the prefix", () => {
    expect(ask({ prefix: "a/", delimiter: "/" }).keys).toEqual(["a/1", "a/2"]);
    expect(ask({ prefix: "a", delimiter: "/" }).prefixes).toEqual(["a/"]);
  });
});
