import { describe, expect, test } from "@jest/globals";
import { chooseBundler } from "../../../../src/gems/bundler/choose.ts";

describe("the Bundler that travels", () => {
  test.each([
    // BUNDLED WITH, Ruby, the runner's, what is chosen
    ["2.3.15", "3.1.2", "2.3.15", "runner's 2.3.15"],
    [undefined, "3.1.2", "2.3.15", "runner's 2.3.15"],
    ["2.2.33", "3.1.2", "2.3.15", "vendored 2.2.33"],
    ["2.2.0", "3.1.2", "2.3.15", "vendored 2.2.0"],
    ["2.6.9", "3.1.2", "2.3.15", "vendored 2.6.9"],
    ["4.0.1", "3.3.8", "2.5.22", "vendored 4.0.1"],
    ["4.1.0", "4.0.0", "4.0.3", "vendored 4.1.0"],
    ["2.7.2", "3.2.0", "2.4.1", "vendored 2.7.2"],
    ["2.6.0.dev", "3.4.1", "2.6.2", "vendored 2.6.0.dev"],
    // The Ruby is too old for them.
    ["4.0.1", "3.1.2", "2.3.15", "vendored ~> 2.6.0, needs Ruby 3.2"],
    ["4.0.1", "3.1.7", "2.6.9", "runner's 2.6.9, needs Ruby 3.2"],
    ["2.6.9", "3.0.7", "2.2.33", "vendored ~> 2.5.0, needs Ruby 3.1"],
    ["2.5.1", "2.7.8", "2.1.4", "vendored ~> 2.4.0, needs Ruby 3.0"],
    ["2.5.0", "2.7.8", "2.1.4", "vendored ~> 2.4.0, needs Ruby 3.0"],
    ["2.4.22", "2.2.10", "2.1.4", "vendored ~> 2.2.0, needs Ruby 2.6"],
    // Too old themselves.
    ["1.17.3", "3.1.2", "2.3.15", "runner's 2.3.15, 2.2 is the oldest"],
    ["2.1.4", "3.1.2", "2.3.15", "runner's 2.3.15, 2.2 is the oldest"],
  ])(
    "for `BUNDLED WITH` %s on Ruby %s that has %s is %s",
    (bundledWith, version, bundlerVersion, expected) => {
      const choice = chooseBundler(bundledWith, { version, bundlerVersion });
      const [what, why] = expected.split(", ");
      expect(
        `${choice.kind} ${choice.kind === "vendored" ? choice.requirement : choice.version}`,
      ).toBe(what);
      if (why === undefined) expect(choice.why).toBeUndefined();
      else expect(choice.why).toContain(why);
    },
  );
});
