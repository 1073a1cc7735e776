import { describe, expect, test } from "@jest/globals";
import { explainWithoutBundler } from "../../../../src/release/invoke/without-bundler.ts";

const NO_GEM =
  "rake aborted!\nLoadError: cannot load such file -- sequel/core\n/tmp/mm/app/db.rb:7";

describe("a command that finds no gem", () => {
  test.each([
    ["rake production_up", NO_GEM],
    ["ruby -r ./models -e 'User.create'", NO_GEM],
    ["/usr/bin/env rake production_up", NO_GEM],
    ["rake db", "x.rb:1:in `require': cannot load such file -- pg (LoadError)"],
  ])("is told to use Bundler: %s", (command, output) => {
    expect(explainWithoutBundler(command, output)).toMatch(
      /^Ruby finds the bundle's gems \(`(sequel\/core|pg)`\) only with Bundler\. Write `bundle exec` before/,
    );
  });

  test.each([
    ["that has Bundler", "bundle exec rake production_up", NO_GEM],
    ["whose program loads it", "bin/rails db:migrate", NO_GEM],
    ["whose program loads it, behind another", "date && ./bin/rake db", NO_GEM],
    [
      "that looks for a file of the app",
      "rake db",
      "cannot load such file -- /tmp/mm/app/lib/missing (LoadError)",
    ],
    [
      "that looks for a file beside it",
      "ruby -r ./missing -e 1",
      "cannot load such file -- ./missing",
    ],
    ["that fails otherwise", "rake db", "PG::ConnectionBad: Connection refused"],
  ])("%s is not", (_, command, output) => {
    expect(explainWithoutBundler(command, output)).toBeUndefined();
  });
});
