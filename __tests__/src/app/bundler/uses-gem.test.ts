import { expect, test } from "@jest/globals";
import { usesGem } from "../../../../src/app/bundler/uses-gem.ts";

test("the lockfile says which gems there are, whatever the Gemfile names", () => {
  const locked = new Map([["puma", "6.4"]]);
  expect(usesGem(locked, "", "puma")).toBe(true);
  expect(usesGem(locked, 'gem "falcon"', "falcon")).toBe(false);
});

test.each([
  ['gem "puma", "~> 6"', true],
  ["  gem 'puma'", true],
  ['gem("puma")', true],
  ['# gem "puma"', false],
  ['gem "puma-status"', false],
  ['gemspec "puma"', false],
  ["", false],
])("without a lockfile a line of the Gemfile is a hint: %j: %s", (line, expected) => {
  expect(usesGem(new Map(), `source "x"\n${line}\n`, "puma")).toBe(expected);
});
