import { describe, expect, test } from "@jest/globals";
import { list, object, oneOf, text, whole } from "../../src/shape.ts";

describe("a value that somebody else wrote", () => {
  test("is read as what it is meant to be", () => {
    expect(object({ a: 1 }, "x", ["a", "b"])).toEqual({ a: 1 });
    expect(text("abc", "x", /^[a-c]+$/)).toBe("abc");
    expect([whole(0, "x", 1), whole(1, "x", 1)]).toEqual([0, 1]);
    expect(oneOf("b", "x", ["a", "b"])).toBe("b");
    expect(list(["1", "2"], "x", 2, (item, at) => `${at}=${item}`)).toEqual(["x[0]=1", "x[1]=2"]);
  });

  test.each<[string, () => unknown]>([
    ["x is no object", () => object(null, "x", [])],
    ["x is no object", () => object([], "x", [])],
    ["x.b is not known", () => object({ b: 1 }, "x", ["a"])],
    ["x.__proto__ is not known", () => object(JSON.parse('{"__proto__": 1}'), "x", ["a"])],
    ["x is not of the form ^a$", () => text(1, "x", /^a$/)],
    ["x is not of the form ^a$", () => text("a\n", "x", /^a$/)],
    ["x is no whole number up to 9", () => whole(1.5, "x", 9)],
    ["x is no whole number up to 9", () => whole(-1, "x", 9)],
    ["x is no whole number up to 9", () => whole(10, "x", 9)],
    ["x is no whole number up to 9", () => whole(Number.NaN, "x", 9)],
    ["x is no whole number up to 9", () => whole("1", "x", 9)],
    ["x is none of a, b", () => oneOf("c", "x", ["a", "b"])],
    ["x is none of a, b", () => oneOf(["a"], "x", ["a", "b"])],
    ["x is no list", () => list({ length: 1 }, "x", 2, String)],
    ["x is longer than 1", () => list([1, 2], "x", 1, String)],
  ])("or refused: %s", (said, read) => expect(read).toThrow(said));

  test("is not shown where it may hold anything: the error is one short line", () => {
    const name = `\n\u001b[2J::${"x".repeat(500)}`;
    const read = () => object({ [name]: 1 }, "x", []);
    expect(read).toThrow(/^x\.\?\?\[2J::x{90,} is not known$/);
  });
});
