import { beforeAll, expect, test } from "@jest/globals";
import { pumaLine } from "../../../../src/inject/gemfile/server-gem.ts";
import { loadRubyParser, type RubyParser } from "../../../../src/inject/prism.ts";

let parse: RubyParser;
beforeAll(async () => {
  parse = await loadRubyParser();
});

test.each([
  ["none at all", 'gem "rack"', false, 'gem "puma"'],
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
  [
    "one for a group in a group",
    'group :test do\n group :ci do\n gem "puma"\n end\nend',
    true,
    undefined,
  ],
  ["one that comes from elsewhere", 'eval_gemfile "x"', true, undefined],
])("Puma is added where the deployed groups lack it: %s", (_, source, locked, expected) => {
  expect(pumaLine(parse(source).value, locked, ["development", "test"])).toBe(expected);
});
