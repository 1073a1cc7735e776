import { describe, expect, test } from "@jest/globals";
import { name, names, sanitised } from "../../../../src/inputs/parse/name.ts";

describe("name", () => {
  test.each(["a", "shop", "my-shop-2", "a".repeat(40)])("takes `%s`", (text) =>
    expect(name(text)).toBe(text),
  );

  test.each([
    ["My Shop", "my-shop"],
    ["-shop", "shop"],
    ["shop-", "shop"],
    ["a".repeat(41), "a".repeat(40)],
    ["!", "app"],
  ])("refuses `%s` and suggests `%s`", (text, suggested) =>
    expect(() => name(text)).toThrow(`such as \`${suggested}\``),
  );
});

describe("names", () => {
  test("are one per line", () => {
    expect(names("production\n# a comment\nbeta")).toEqual(["production", "beta"]);
    expect(() => names("production\nBeta")).toThrow("`beta`");
  });
});

describe("sanitised", () => {
  test("cuts a long name before it removes a hyphen at its end", () => {
    expect(sanitised(`${"a".repeat(39)}-b`)).toBe("a".repeat(39));
  });
});
