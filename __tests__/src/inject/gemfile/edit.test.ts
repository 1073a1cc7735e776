import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { editGemfile, withoutRuby } from "../../../../src/inject/gemfile/edit.ts";
import { loadRubyParser } from "../../../../src/inject/prism.ts";

const FIXTURES = join(import.meta.dirname, "../../../fixtures/gemfiles");
const cases = readdirSync(FIXTURES)
  .filter((name) => name.endsWith(".gemfile"))
  .map((name) => name.slice(0, -".gemfile".length));

const parse = await loadRubyParser();

function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name)).toString();
}

function edit(text: string, additions = {}): string {
  const defaults = { gemPath: ".megamode/gem", lines: [] };
  return editGemfile(parse(text, "Gemfile"), parse, { ...defaults, ...additions });
}

describe("an edited Gemfile", () => {
  test.each(cases)("is right byte for byte: %s", (name) => {
    expect(edit(fixture(`${name}.gemfile`))).toBe(fixture(`${name}.expected`));
  });

  test.each(cases)("is left alone the second time: %s", (name) => {
    const once = fixture(`${name}.expected`);
    expect(edit(once)).toBe(once);
  });

  test("names our gem by the path that it is given, and what else the bundle needs", () => {
    const edited = edit('gem "rack"\r\n', { gemPath: "../gem", lines: ['gem "puma"'] });
    expect(edited.split("\r\n")).toEqual([
      'gem "rack"',
      "# Added by megamode-deploy: lets the app run on AWS Lambda.",
      'gem "megamode", path: "../gem"',
      'gem "puma"',
      "",
    ]);
  });

  test.each(['gem "megamode", "~> 9"\n', 'gem "megamode", path: "../megamode"\n'])(
    "cannot have another gem of our name: %s",
    (text) => {
      expect(() => edit(text)).toThrow("`Gemfile` names a gem `megamode` of its own.");
    },
  );

  test("that is no Ruby without its declaration is an error", () => {
    expect(() => edit("x = [<<~A, ruby(<<~B)]\n  1\nA\n  3.3.0\nB\n")).toThrow(
      /^`Gemfile` is not valid Ruby/,
    );
  });
});

describe("a file that the Gemfile evaluates", () => {
  test("loses its declaration alone", () => {
    const source = parse('ruby "3.3.0"\ngem "rack"\n', "more.rb");
    expect(withoutRuby(source, parse)).toMatchObject({
      path: "more.rb",
      text: '# ruby "3.3.0"\ngem "rack"\n',
    });
  });

  test("is not parsed again where it has none", () => {
    const source = parse('gem "rack"\n', "more.rb");
    expect(withoutRuby(source, parse)).toBe(source);
  });
});
