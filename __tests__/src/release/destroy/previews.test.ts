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
  expect(previewsAmong(frontDoors, "shop", repository)).toEqual([
    { stage: "pr-12", number: 12 },
    { stage: "review", number: 1 },
  ]);
});
