import { expect, test } from "@jest/globals";
import { skippedOutputs } from "./runner-masks.ts";

const outputs = { url: "https://x.example/production", stage: "production", changed: "true" };

test.each<[string, string, readonly string[]]>([
  ["no mask", "production", []],
  ["a mask", "::add-mask::production", ["url", "stage"]],
  ["a part of one", "::add-mask::x.example", ["url"]],
  ["a mask of more than an output", "::add-mask::production-7", []],
  ["one line of a mask", "::add-mask::{%0A  production%0D%0Atrue%0A}", ["changed"]],
  ["a mask between quotes", '::add-mask::"production"', ["url", "stage"]],
  ["what is after the last ampersand of a mask", "::add-mask::a&b&production", ["url", "stage"]],
  ["what is after `&+` and a letter", "::add-mask::a&+bproduction", ["url", "stage"]],
  ["a mask that nobody obeyed", "x ::add-mask::production", []],
])("the runner skips the outputs that hold %s", (_, log, skipped) => {
  expect(skippedOutputs(log, outputs)).toEqual(skipped);
});

test("the runner skips an output that is a mask in base64", () => {
  const log = "::add-mask::hunter22";
  expect(skippedOutputs(log, { a: "xaHVudGVyMjI", b: "dW50ZXIyMg", c: "hunter2" })).toEqual([
    "a",
    "b",
  ]);
});
