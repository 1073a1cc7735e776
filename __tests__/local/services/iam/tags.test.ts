import { describe, expect, test } from "@jest/globals";
import { readTags } from "../../../../local/services/iam/tags.ts";

/** The tags as a request has them. */
function form(tags: Readonly<Record<string, string>>): URLSearchParams {
  const members = Object.entries(tags).flatMap(([key, value], index): [string, string][] => [
    [`Tags.member.${index + 1}.Key`, key],
    [`Tags.member.${index + 1}.Value`, value],
  ]);
  return new URLSearchParams(members);
}
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, ""]));

describe("a role's tags", () => {
  test.each([
    [{}],
    [{ "megamode:repository": "org/shop.rb", "megamode:app": "" }],
    [{ ["k".repeat(128)]: "ü".repeat(256) }],
    [many(50)],
  ])("can be %j", (tags) => {
    expect(readTags(form(tags))).toEqual(tags);
  });

  test("are added to those that are there", () => {
    expect(readTags(form({ a: "2", b: "3" }), { a: "1", c: "4" })).toEqual({
      a: "2",
      b: "3",
      c: "4",
    });
    expect(() => readTags(form({ one: "more" }), many(50))).toThrow("maximum limit of 50");
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["of AWS's own", { "aws:app": "shop" }],
    ["without a key", { "": "shop" }],
    ["with a long key", { ["k".repeat(129)]: "" }],
    ["with a long value", { key: "v".repeat(257) }],
    ["with a `*`", { key: "a*" }],
    ["with brackets", { "key[1]": "" }],
  ])("cannot be one %s", (_, tags) => {
    expect(() => readTags(form(tags))).toThrow("failed to satisfy constraint");
  });
});
