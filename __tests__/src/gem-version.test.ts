import { describe, expect, test } from "@jest/globals";
import { compareVersions, meets } from "../../src/gem-version.ts";

test.each([
  ["3.3.6", "3.3.6", true],
  ["3.3.6", "3.3.6.0", true],
  ["3.3.6", "= 3.3", false],
  ["3.3.6", "!= 3.3.6", false],
  ["3.3.7", "!= 3.3.6", true],
  ["3.3.6", "> 3.3.6", false],
  ["3.3.7", "> 3.3.6", true],
  ["3.3.6", ">= 3.3.6", true],
  ["3.3.5", ">= 3.3.6", false],
  ["3.10.0", ">= 3.9", true],
  ["3.3.6", "< 3.3.6", false],
  ["3.3.5", "< 3.3.6", true],
  ["3.4.0", "<= 3.4", true],
  ["3.4.1", "<= 3.4", false],
  ["3.3.0", "~> 3.3.0", true],
  ["3.3.6", "~> 3.3.0", true],
  ["3.2.9", "~> 3.3.0", false],
  ["3.4.0", "~> 3.3.0", false],
  ["3.9.1", "~> 3.3", true],
  ["4.0.0", "~> 3.3", false],
  ["3.9.1", "~> 3", true],
  ["4.0.0", "~> 3", false],
  ["3.3.5", "~> 3.3.0.beta", true],
  ["3.4.0", "> 3.4.0-preview1", true],
  ["3.4.0", "  >=3.4.0  ", true],
])("version %s meets %s: %s", (version, requirement, expected) => {
  expect(meets(version, requirement)).toBe(expected);
});

test.each(["ruby", ">=", "=> 3.3", "3.3 || 3.4"])(
  "a requirement that RubyGems does not know is left to Bundler: %s",
  (requirement) => expect(meets("1.0", requirement)).toBe(true),
);

describe("versions sort", () => {
  test("by number, not as text", () => {
    const sorted = ["1.2", "1.2.0.1", "1.2.1", "1.9", "1.10", "2", "10"];
    expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
  });

  test("with previews before their release, in the order of their words", () => {
    const sorted = ["3.4.0.beta1", "3.4.0.rc1", "3.4.0.rc2", "3.4.0", "3.4.0.1"];
    expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
  });

  test.each([
    ["1.2", "1.2.0", 0],
    ["1.2.a", "1.2.a", 0],
    ["", "0", 0],
    ["1.2", "1.3", -1],
    ["1.3", "1.2", 1],
    ["1.2", "1.2.a", 1],
    ["1.2.a", "1.2", -1],
  ])("%s against %s: %s", (one, other, order) => {
    expect(compareVersions(one, other)).toBe(order);
  });
});
