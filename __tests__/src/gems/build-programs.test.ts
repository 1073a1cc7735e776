import { expect, test } from "@jest/globals";
import { isBuildProgram } from "../../../src/gems/build-programs.ts";

const GEMS = "gems/ruby/3.3.0/gems";

test.each([
  [`${GEMS}/tailwindcss-ruby-4.1.13-x86_64-linux-gnu/exe/x86_64-linux-gnu/tailwindcss`, true],
  [`${GEMS}/tailwindcss-rails-2.7.9-x86_64-linux/exe/x86_64-linux/tailwindcss`, true],
  ["gems/ruby/3.3.0/bundler/gems/tailwindcss-ruby-0123456789ab/exe/x86_64-linux/tailwindcss", true],
  // The script that Ruby starts, and what Rails loads.
  [`${GEMS}/tailwindcss-ruby-4.1.13-x86_64-linux-gnu/exe/tailwindcss`, false],
  [`${GEMS}/tailwindcss-ruby-4.1.13-x86_64-linux-gnu/lib/tailwindcss/ruby.rb`, false],
  // The app may start these.
  [`${GEMS}/thruster-0.1.15-x86_64-linux/exe/x86_64-linux/thrust`, false],
  [`${GEMS}/tailwindcss-ruby-extras-1.0.0/lib/a/exe/b/c`, false],
  ["app/vendor/tailwindcss-ruby-4.1.13/exe/x86_64-linux/tailwindcss", false],
])("only building needs `%s`: %s", (path, expected) => {
  expect(isBuildProgram(path, [])).toBe(expected);
  expect(isBuildProgram(path, ["rack"])).toBe(expected);
  expect(isBuildProgram(path, ["*"])).toBe(false);
});

test("`keep-gem-files` keeps a gem's programs", () => {
  const path = `${GEMS}/tailwindcss-ruby-4.1.13-x86_64-linux-gnu/exe/x86_64-linux-gnu/tailwindcss`;
  expect(isBuildProgram(path, ["tailwindcss-ruby"])).toBe(false);
});
