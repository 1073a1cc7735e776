import { expect, test } from "@jest/globals";
import { previewsAmong } from "../../../../src/release/destroy/previews.ts";
import { tagsOf } from "../../../../src/release/place/ownership.ts";

const repository = "org/shop";

test("previews are known by the tags of their front doors", () => {
  const frontDoors = [
    tagsOf("shop", "pr-12", repository, 12),
    tagsOf("shop", "review", repository, 1),
    tagsOf("shop", "production", repository),
    tagsOf("other", "pr-13", repository, 13),
    tagsOf("shop", "pr-14", "stranger/shop", 14),
    tagsOf("shop", "pr-15", undefined, 15),
    { ...tagsOf("shop", "pr-16", repository), "megamode:pull-request": "0" },
    { ...tagsOf("shop", "pr-17", repository), "megamode:pull-request": "seventeen" },
    { ...tagsOf("shop", "", repository, 18) },
    {},
  ].map((tags) => ({ name: "any", tags }));
  expect(previewsAmong(frontDoors, "shop", repository, undefined)).toEqual([
    { stage: "pr-12", number: 12 },
    { stage: "review", number: 1 },
  ]);
});

test("the repository's id decides where it is known, so that a renamed repository keeps its previews", () => {
  const frontDoors = [
    tagsOf("shop", "pr-1", "org/former", 1, "1001"),
    tagsOf("shop", "pr-2", repository, 2, "666"),
    tagsOf("shop", "pr-3", repository, 3),
  ].map((tags) => ({ name: "any", tags }));
  expect(previewsAmong(frontDoors, "shop", repository, "1001")).toEqual([
    { stage: "pr-1", number: 1 },
    { stage: "pr-3", number: 3 },
  ]);
});
