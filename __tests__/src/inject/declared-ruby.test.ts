import { beforeAll, describe, expect, test } from "@jest/globals";
import { meets } from "../../../src/gem-version.ts";
import {
  declaredInGemfile,
  declaredInLockfile,
  declaredInRubyVersion,
  declaredInToolVersions,
  rubyFiles,
  rubyWarning,
} from "../../../src/inject/declared-ruby.ts";
import { loadRubyParser, type RubyParser } from "../../../src/inject/prism.ts";

let parse: RubyParser;
beforeAll(async () => {
  parse = await loadRubyParser();
});

/** The versions that do not meet what the Gemfile declares, of these. */
const inGemfile = (source: string) => declaredInGemfile(parse(source).value, "Gemfile");

describe("the Ruby that a Gemfile declares", () => {
  test.each([
    ['ruby "3.3.0"', [["3.3.0"]]],
    ['ruby ">= 3.1", "< 3.4"', [[">= 3.1", "< 3.4"]]],
    ['group :x do\n ruby "~> 3.3"\nend', [["~> 3.3"]]],
    ['ruby "3.1.4", engine: "jruby", engine_version: "9.4"', [["jruby"]]],
    ["ruby RUBY_VERSION", []],
    ["ruby File.read('.ruby-version')", []],
    ['if ENV["OLD"]\n ruby "2.7"\nend', []],
    ['ruby "2.7" if ENV["OLD"]', []],
  ])("%s", (source, expected) => {
    expect(inGemfile(source).map(({ requirements }) => requirements)).toEqual(expected);
  });

  test("may stand in a file", () => {
    expect(rubyFiles(parse('ruby file: ".tool-versions"\n').value)).toEqual([".tool-versions"]);
  });
});

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

describe("the warning", () => {
  const all = (version: string, gemfile: string) =>
    rubyWarning(
      [
        ...inGemfile(gemfile),
        ...declaredInRubyVersion("ruby-3.3\n", ".ruby-version"),
        ...declaredInToolVersions("nodejs 24.1.0\nruby 3.3.6 3.2.0\n", ".tool-versions"),
        ...declaredInLockfile("RUBY VERSION\n   ruby 3.3.0p0\n", "Gemfile.lock"),
      ],
      version,
    );

  test("is none where all is met", () => {
    expect(all("3.3.6", 'ruby ">= 3.3"')).toBeUndefined();
  });

  test("names every file that asks for another Ruby, both versions, and the line to paste", () => {
    expect(all("3.1.2", 'ruby "3.3.6"')).toBe(
      "The app asks for Ruby `3.3.6` (`Gemfile`), `ruby-3.3` (`.ruby-version`), `3.3.6` (`.tool-versions`), " +
        "`3.3.0p0` (`Gemfile.lock`), and this runner's Ruby, which is what ships, is 3.1.2. Give the job that " +
        "Ruby in a step before this one:\n      - uses: ruby/setup-ruby@v1\n" +
        '        with: { ruby-version: "3.3.6" }',
    );
  });

  test("is given for another engine", () => {
    const declared = declaredInRubyVersion("jruby-9.4.5.0", ".ruby-version");
    expect(rubyWarning(declared, "3.1.2")).toContain('ruby-version: "jruby-9.4.5.0"');
  });

  test.each(["latest\n", "system\n", "ruby-head\n", "\n"])(
    "is none for what names no version: %j",
    (text) => {
      expect(declaredInRubyVersion(text, ".ruby-version")).toEqual([]);
      expect(declaredInToolVersions(`ruby ${text}`, ".tool-versions")).toEqual([]);
    },
  );

  test("takes no notice of a lockfile made with another patch of the same series", () => {
    const declared = declaredInLockfile("RUBY VERSION\r\n   ruby 3.3.0p0\r\n", "Gemfile.lock");
    expect([rubyWarning(declared, "3.3.9"), rubyWarning(declared, "3.4.1")]).toEqual([
      undefined,
      expect.stringContaining("3.4.1"),
    ]);
  });
});
