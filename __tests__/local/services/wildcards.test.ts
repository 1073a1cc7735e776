import { expect, test } from "@jest/globals";
import { matches } from "../../../local/services/wildcards.ts";

test.each([
  ["*", "", true],
  ["*", "anything", true],
  ["a*c", "abc", true],
  ["a*c", "ac", true],
  ["a*c", "abcb", false],
  ["a*b*c", "aXbXbXc", true],
  ["a?c", "abc", true],
  ["a?c", "ac", false],
  ["abc?", "abc", false],
  ["a.c", "abc", false],
  ["(a|b)+", "a", false],
  ["", "", true],
  ["", "a", false],
  ["a**", "a", true],
])("`%s` fits `%s`: %s", (pattern, text, fits) => {
  expect(matches(pattern, text)).toBe(fits);
});
