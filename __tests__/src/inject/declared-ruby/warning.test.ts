import { expect, test } from "@jest/globals";
import { rubyWarning } from "../../../../src/inject/declared-ruby/warning.ts";

const declared = (text: string, file: string, requirements = [text]) => ({
  text,
  file,
  requirements,
});

test("there is no warning where the app asks for nothing, or all that it asks for is met", () => {
  expect(rubyWarning([], "3.3.6")).toBeUndefined();
  const met = [
    declared(">= 3.3, < 3.4", "Gemfile", [">= 3.3", "< 3.4"]),
    declared("3.3.6", ".ruby-version"),
  ];
  expect(rubyWarning(met, "3.3.6")).toBeUndefined();
});

test("the warning names every file that asks for another Ruby, both versions, and the line to paste", () => {
  const all = [
    declared(">= 3", "Gemfile.common"),
    declared("3.3.6", "Gemfile"),
    declared("ruby-3.3", ".ruby-version", ["~> 3.3.0"]),
  ];
  expect(rubyWarning(all, "3.1.2")).toBe(
    "The app asks for Ruby `3.3.6` (`Gemfile`), `ruby-3.3` (`.ruby-version`), and this runner's Ruby, which is " +
      "what ships, is 3.1.2. Give the job that Ruby in a step before this one:\n" +
      '      - uses: ruby/setup-ruby@v1\n        with: { ruby-version: "3.3.6" }',
  );
});

test("every requirement of a declaration counts", () => {
  const range = declared(">= 3.1, < 3.4", "Gemfile", [">= 3.1", "< 3.4"]);
  expect(rubyWarning([range], "3.0.1")).toContain(">= 3.1, < 3.4");
  expect(rubyWarning([range], "3.4.0")).toContain(">= 3.1, < 3.4");
});

test("the most exact version is the one to paste, whoever names it", () => {
  const all = [declared("~> 3.3", "Gemfile"), declared("3.3.10", ".ruby-version")];
  expect(rubyWarning(all, "3.1.2")).toContain('ruby-version: "3.3.10"');
  expect(rubyWarning(all.toReversed(), "3.1.2")).toContain('ruby-version: "3.3.10"');
});

test("another engine is not what ships, whatever its version, and is pasted as it is named", () => {
  const jruby = declared("jruby-9.4.5.0", ".ruby-version");
  expect(rubyWarning([jruby], "9.4.5")).toContain('ruby-version: "jruby-9.4.5.0"');
});
