import { expect, test } from "@jest/globals";
import { pumaLine } from "../../../../src/inject/gemfile/server-gem.ts";
import { loadRubyParser } from "../../../../src/inject/prism.ts";

const parse = await loadRubyParser();

test.each([
  ["none at all", 'gem "rack"', false, 'gem "puma"'],
  ["none of our own", 'bundle.gem "puma"\nbundle.group(:test) { gem "rack" }', false, 'gem "puma"'],
  ["one for all", 'gem "puma", ">= 5"', true, undefined],
  ["one for production", 'group :production do\n gem "puma"\nend', true, undefined],
  ["one for production too", 'gem "puma", groups: %i[development production]', true, undefined],
  [
    "one for development",
    'group :development, :test do\n gem "puma", "~> 6.0"\nend',
    true,
    'gem "puma", "~> 6.0"',
  ],
  ["one by an option", 'gem "puma", group: :development', true, 'gem "puma"'],
  ["one by two options", 'gem "puma", group: "test", groups: [:production]', true, undefined],
  ["one by another option", 'gem "puma", ">= 6", "< 8", require: false', true, undefined],
  [
    "two for development and test",
    'group :development do\n gem "puma", ">= 6", "< 8"\nend\ngem "puma", ">= 6", "< 8", group: :test',
    true,
    'gem "puma", ">= 6", "< 8"',
  ],
  [
    "one for test and one for production",
    'gem "puma", group: :test\ngem "puma", group: :production',
    true,
    undefined,
  ],
  [
    "one behind a group for development",
    'group :development do\n gem "rack"\nend\ngem "puma"',
    true,
    undefined,
  ],
  ["one in what is no group", 'other :test do\n gem "puma"\nend', true, undefined],
  [
    "one for a group in a group",
    'group :test do\n group :ci do\n gem "puma"\n end\nend',
    true,
    undefined,
  ],
  ["one that comes from elsewhere", 'eval_gemfile "x"', true, undefined],
])("Puma is added where the deployed groups lack it: %s", (_, source, locked, expected) => {
  expect(pumaLine(parse(source, "Gemfile").tree, locked, ["development", "test"])).toBe(expected);
});
