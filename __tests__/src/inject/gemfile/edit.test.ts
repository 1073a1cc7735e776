import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { editGemfile } from "../../../../src/inject/gemfile/edit.ts";
import { loadRubyParser, type RubyParser } from "../../../../src/inject/prism.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures/gemfiles");
const cases = readdirSync(FIXTURES)
  .filter((name) => name.endsWith(".gemfile"))
  .map((name) => name.slice(0, -".gemfile".length));

function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name)).toString();
}

let parse: RubyParser;
beforeAll(async () => {
  parse = await loadRubyParser();
});

describe("an edited Gemfile", () => {
  test.each(cases)("is right byte for byte: %s", (name) => {
    expect(editGemfile(fixture(`${name}.gemfile`), parse)).toBe(fixture(`${name}.expected`));
  });

  test.each(cases)("is left alone the second time: %s", (name) => {
    const once = fixture(`${name}.expected`);
    expect(editGemfile(once, parse)).toBe(once);
  });

  test("that is not Ruby is an error with the line and prism's message", () => {
    const source = 'source "https://rubygems.org"\n\ngem ("rack"\n';
    expect(() => editGemfile(source, parse, { name: "gems.rb" })).toThrow(
      /^`gems\.rb` is not valid Ruby: line 3: .*expected/,
    );
  });

  test("that has another gem of our name is an error", () => {
    expect(() => editGemfile('gem "megamode", "~> 9"\n', parse)).toThrow(/of its own/);
  });
});
