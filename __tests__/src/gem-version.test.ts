import { expect, test } from "@jest/globals";
import { meets } from "../../src/gem-version.ts";

test.each([
  ["3.3.6", "3.3.6", true],
  ["3.3.6", "= 3.3", false],
  ["3.3.6", "~> 3.3.0", true],
  ["3.4.0", "~> 3.3.0", false],
  ["3.9.1", "~> 3.3", true],
  ["4.0.0", "~> 3.3", false],
  ["3.3.6", "> 3.3.6", false],
  ["3.10.0", ">= 3.9", true],
  ["3.4.0", "> 3.4.0-preview1", true],
  ["3.4.0", "<= 3.4", true],
  ["3.3.6", "!= 3.3.6", false],
  ["3.3.6", "3.3.6.0", true],
])("Ruby %s meets %s: %s", (version, requirement, expected) => {
  expect(meets(version, requirement)).toBe(expected);
});
