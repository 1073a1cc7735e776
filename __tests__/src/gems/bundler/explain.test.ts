import { describe, expect, test } from "@jest/globals";
import { bundlerError } from "../../../../src/gems/bundler/explain.ts";

const failed = (gem: string) =>
  bundlerError(
    "install",
    5,
    `Gem::Ext::BuildError: ERROR: Failed to build gem native extension.\n\nAn error occurred while installing ${gem}, and Bundler cannot continue.\n`,
  ).fix;

describe("the fix for a gem that does not compile", () => {
  test.each([
    ["mysql2 (0.5.6)", "`mysql2`", ": `sudo apt-get install -y default-libmysqlclient-dev`."],
    ["pg (1.5.6)", "`pg`", ": `sudo apt-get install -y libpq-dev`."],
    ["rare (1.0)", "`rare`", ", such as `sudo apt-get install -y libpq-dev`."],
  ])("%s", (gem, name, command) => {
    expect(failed(gem)).toContain(
      `In a step before this one, install what ${name} needs to compile${command}`,
    );
    expect(failed(gem)).toContain("`BUNDLE_WITHOUT`");
  });
});

describe("a failure of Bundler", () => {
  test("is told with its exit status and last lines, without options and backtraces", () => {
    const output = [
      "pg_config not found",
      "\t--with-pg",
      "\t--without-pg",
      "/usr/lib/ruby/mkmf.rb:1083:in `block in find_executable'",
      "  /usr/lib/ruby/bundler/installer.rb:12:in",
      "'Bundler::Installer#run'",
      "The end",
    ].join("\n");
    expect(bundlerError("install", 5, output).message).toBe(
      "`bundle install` failed with exit status 5:\npg_config not found\nThe end",
    );
  });

  test.each([
    ["Authentication is required for gems.example.com.", "`BUNDLE_<HOST>: user:password`"],
    ["fatal: could not read Username for 'https://github.com'", "`BUNDLE_<HOST>: user:password`"],
    ["Net::HTTPClientException: 401 Unauthorized", "`BUNDLE_<HOST>: user:password`"],
    ["Could not find gem 'x' in locally installed gems.", "`bundle lock` succeeds"],
    ["Could not find compatible versions", "`bundle lock` succeeds"],
    ["The gemfile changed; deployment mode", "commit `Gemfile.lock`"],
    ["Your lockfile is FROZEN", "commit `Gemfile.lock`"],
    ["Failed to build gem native extension", "install what the extension needs to compile"],
    ["Segmentation fault", "See Bundler's message above"],
  ])("`%s` has a fix", (output, fix) => {
    expect(bundlerError("install", 1, output).fix).toContain(fix);
  });
});
