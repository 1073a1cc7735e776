import { expect, test } from "@jest/globals";
import { type RecipeInput, recipeDigest } from "../../../src/bundle/recipe.ts";

const usual: RecipeInput = {
  action: "a",
  machine: "m",
  ruby: { version: "3.3.8" },
  installation: "i",
  inputs: [[], []],
};

test.each<[string, Partial<RecipeInput>]>([
  ["the action", { action: "b" }],
  ["the machine", { machine: "n" }],
  ["Ruby", { ruby: { version: "3.3.9" } }],
  ["what is installed", { installation: "j" }],
  ["what is carried", { inputs: [["libvips.so.42"], []] }],
])("a recipe is another with another of: %s", (_, more) => {
  expect(recipeDigest(usual)).toMatch(/^[0-9a-f]{64}$/);
  expect(recipeDigest({ ...usual, ...more })).not.toBe(recipeDigest(usual));
});
