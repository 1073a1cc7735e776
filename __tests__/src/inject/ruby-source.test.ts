import { expect, test } from "@jest/globals";
import { UserError } from "../../../src/errors.ts";
import { loadRubyParser } from "../../../src/inject/prism.ts";

const parse = await loadRubyParser();

test.each([
  ["the end of the file", 'gem "é"\n', 9],
  ["`__END__`", 'gem "é"\n__END__\nruby "3"\n', 9],
  ["the beginning of an empty file", "", 0],
])("a program ends at %s, in bytes", (_, text, programEnd) => {
  expect(parse(text, "Gemfile")).toMatchObject({ path: "Gemfile", text, programEnd });
});

test("a text that is not Ruby is an error with the line and prism's message", () => {
  const text = 'source "https://é.example.com"\n\ngem ("rack"\n';
  const error = (() => {
    try {
      return parse(text, "gems.rb");
    } catch (reason) {
      return reason;
    }
  })();
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).message).toMatch(
    /^`gems\.rb` is not valid Ruby: line 3: .*expected.*\.$/,
  );
  expect((error as UserError).fix).toContain("`ruby -c gems.rb`");
});
