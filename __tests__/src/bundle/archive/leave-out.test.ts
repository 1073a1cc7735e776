import { describe, expect, test } from "@jest/globals";
import { leftOutOfApp, leftOutOfGems } from "../../../../src/bundle/archive/leave-out.ts";

describe("of the app", () => {
  test.each([
    ["app/node_modules", true],
    ["app/engines/blog/node_modules", true],
    ["app/.bundle", true],
    ["app/node_modules_of_mine", false],
    ["app/tmp/cache", true],
    ["app/tmp/local_secret.txt", true],
    ["app/tmp/pids", false],
    ["app/tmp", false],
    ["app/lib/tmp/pids", false],
    ["app/vendor/cache/rack-3.1.0.gem", true],
    ["app/vendor/cache/rails-0123456789ab", false],
    ["app/vendor/cache/rails-0123456789ab/a.gem", false],
    ["app/.megamode/bundle", true],
    ["app/.megamode/bundle.rb", false],
    ["app/.megamode/config.ru", false],
    ["app/log/production.log", true],
    ["app/log/.keep", false],
    ["app/lib/a.log", false],
  ])("%s is left out: %s", (path, isLeftOut) => {
    expect(leftOutOfApp(path)).toBe(isLeftOut);
  });
});

describe("of the gems", () => {
  test.each([
    ["gems/ruby/3.3.0/cache", true],
    ["gems/ruby/3.3.0/gems/a-1/cache", false],
    ["gems/ruby/3.3.0/extensions/x86_64-linux/3.3.0/a-1/gem_make.out", true],
    ["gems/ruby/3.3.0/extensions/x86_64-linux/3.3.0/a-1/mkmf.log", true],
    ["gems/ruby/3.3.0/extensions/x86_64-linux/3.3.0/a-1/gem.build_complete", false],
    ["gems/ruby/3.3.0/gems/a-1/ext/Makefile", true],
    ["gems/ruby/3.3.0/gems/a-1/ext/a/b/Makefile", true],
    ["gems/ruby/3.3.0/gems/a-1/lib/templates/Makefile", false],
  ])("%s is left out: %s", (path, isLeftOut) => {
    expect(leftOutOfGems(path)).toBe(isLeftOut);
  });
});
