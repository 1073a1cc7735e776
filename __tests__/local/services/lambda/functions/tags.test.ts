import { describe, expect, test } from "@jest/globals";
import { checkTags } from "../../../../../local/services/lambda/functions/tags.ts";

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, ""]));

describe("tags", () => {
  test.each<[string, object]>([
    ["letters, digits and some signs", { "megamode:app": "blog _.:/=+-@ é" }],
    ["a long key and value", { ["k".repeat(128)]: "v".repeat(256) }],
    ["fifty of them", many(50)],
  ])("can be %s", (_, tags) => {
    expect(checkTags(tags)).toBe(tags);
  });

  test.each<[string, unknown, RegExp]>([
    ["nothing", undefined, /must be a map/],
    ["a longer key", { ["k".repeat(129)]: "" }, /tag key/],
    ["AWS's own", { "AWS:x": "" }, /tag key `AWS:x`/],
    ["a longer value", { a: "v".repeat(257) }, /value of the tag `a`/],
    ["a value with other signs", { a: "<" }, /value of the tag `a`/],
    ["a number", { a: 1 }, /value of the tag `a`/],
    ["fifty-one of them", many(51), /at most 50/],
  ])("cannot be %s", (_, tags, message) => {
    expect(() => checkTags(tags)).toThrow(message);
  });
});
