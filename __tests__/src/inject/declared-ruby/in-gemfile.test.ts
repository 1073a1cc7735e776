import { expect, test } from "@jest/globals";
import { declaredInGemfile, rubyFiles } from "../../../../src/inject/declared-ruby/in-gemfile.ts";
import { loadRubyParser } from "../../../../src/inject/prism.ts";

const parse = await loadRubyParser();

test.each([
  ['ruby "3.3.0"', "3.3.0", ["3.3.0"]],
  ['ruby ">= 3.1", "< 3.4"', ">= 3.1, < 3.4", [">= 3.1", "< 3.4"]],
  ['group :x do\n ruby "~> 3.3"\nend', "~> 3.3", ["~> 3.3"]],
  ['ruby "3.1.4", engine: "jruby", engine_version: "9.4"', "3.1.4, jruby", ["jruby"]],
  ['ruby "3.1.4", engine: :ruby', "3.1.4, ruby", ["3.1.4"]],
  ['ruby "3.1.4", "engine" => name', "3.1.4", ["3.1.4"]],
])("a Gemfile declares by %s: %s", (source, text, requirements) => {
  expect(declaredInGemfile(parse(source, "gems/Gemfile"))).toEqual([
    { file: "gems/Gemfile", text, requirements },
  ]);
});

test("of several declarations all count", () => {
  const found = declaredInGemfile(parse('ruby "3.1"\ngem "x"\nruby "3.2"\n', "Gemfile"));
  expect(found.map(({ text }) => text)).toEqual(["3.1", "3.2"]);
});

test.each([
  ["computes it", "ruby RUBY_VERSION"],
  ["reads it from a file", "ruby File.read('.ruby-version')"],
  ["gives no version", "ruby"],
  ["declares it in a branch", 'if ENV["OLD"]\n ruby "2.7"\nend'],
  ["declares it unless something holds", 'unless ENV["NEW"]\n ruby "2.7"\nend'],
  ["declares it under a condition", 'ruby "2.7" if ENV["OLD"]'],
  ["calls something else", 'gem "ruby"\nplatforms :ruby'],
])("a Gemfile declares nothing that is certain where it %s", (_, source) => {
  expect(declaredInGemfile(parse(source, "Gemfile"))).toEqual([]);
});

test("a Gemfile may name files that declare the Ruby, anywhere", () => {
  const source = 'if x\n ruby file: ".tool-versions"\nelse\n ruby file: "../.ruby-version"\nend\n';
  expect(rubyFiles(parse(source, "Gemfile").tree)).toEqual([".tool-versions", "../.ruby-version"]);
});

test.each(['ruby "3.3"', "ruby file: name", 'gem "x", file: ".ruby-version"'])(
  "a Gemfile names no such file by %s",
  (source) => {
    expect(rubyFiles(parse(source, "Gemfile").tree)).toEqual([]);
  },
);
