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
      `what ${name} is compiled with in a step before this one${command}`,
    );
    expect(failed(gem)).toContain("`BUNDLE_WITHOUT`");
  });
});
