import { describe, expect, test } from "@jest/globals";
import { chooseRailsEnv, railsEnv } from "../../../src/inputs/rails-env.ts";

type Variables = Readonly<Record<string, string>>;

describe("the environment of Rails and Rack", () => {
  test.each<
    [string, string | undefined, Variables, Variables | undefined, string, string | undefined]
  >([
    [
      "is production where nothing names one",
      undefined,
      { APP_ENV: "x" },
      undefined,
      "production",
      undefined,
    ],
    ["is the input's", "staging", {}, undefined, "staging", "`rails-env`"],
    [
      "is RACK_ENV's where that alone is given",
      undefined,
      { RACK_ENV: "staging", A: "b" },
      undefined,
      "staging",
      "`RACK_ENV` in `environment`",
    ],
    [
      "is Hanami's where that alone is given",
      undefined,
      { HANAMI_ENV: "staging" },
      undefined,
      "staging",
      "`HANAMI_ENV` in `environment`",
    ],
    [
      "may be named by several that agree",
      "staging",
      { RAILS_ENV: "staging", RACK_ENV: "staging" },
      undefined,
      "staging",
      "`RAILS_ENV` in `environment`",
    ],
    [
      "is not named by an empty variable",
      undefined,
      { RAILS_ENV: "" },
      undefined,
      "production",
      undefined,
    ],
    [
      "is a preview's own before all others",
      "production",
      { RAILS_ENV: "production", RACK_ENV: "preview" },
      { RACK_ENV: "preview" },
      "preview",
      "`RACK_ENV` in `preview-environment`",
    ],
    [
      "is a preview's by `environment` where it has none of its own",
      undefined,
      { RAILS_ENV: "staging" },
      { A: "b" },
      "staging",
      "`RAILS_ENV` in `environment`",
    ],
  ])("%s", (_, given, variables, ofPreview, name, from) => {
    const chosen = chooseRailsEnv(given, variables, ofPreview);
    expect([chosen.railsEnv, chosen.problems]).toEqual([{ name, from }, []]);
    // Whatever is left says the same, and nothing else is lost.
    for (const [variable, value] of Object.entries(chosen.variables)) {
      expect([variable, value]).toEqual([variable, /^R\w+_ENV$/.test(variable) ? name : value]);
    }
    expect(chosen.variables).toMatchObject(
      Object.fromEntries(Object.entries(variables).filter(([, value]) => value === name)),
    );
    expect(chosen.variables.A).toBe(variables.A);
  });

  test.each<[string, string | undefined, Variables, Variables | undefined, RegExp]>([
    [
      "two names that differ",
      undefined,
      { RAILS_ENV: "production", RACK_ENV: "staging" },
      undefined,
      /`environment`: `RAILS_ENV` is `production`, and `RACK_ENV` is `staging`\./,
    ],
    [
      "two names of a preview that differ",
      undefined,
      { RACK_ENV: "a", HANAMI_ENV: "b" },
      { RACK_ENV: "a", HANAMI_ENV: "b" },
      /`preview-environment`: `RACK_ENV` is `a`, and `HANAMI_ENV` is `b`\./,
    ],
    [
      "another one than the input's",
      "staging",
      { RACK_ENV: "production" },
      undefined,
      /`rails-env` is `staging`, and `RACK_ENV` in `environment` is `production`\./,
    ],
    [
      "a path",
      undefined,
      { RAILS_ENV: "../../etc" },
      undefined,
      /`environment`: `RAILS_ENV`: `..\/..\/etc` must be a name/,
    ],
  ])("is not %s", (_, given, variables, ofPreview, problem) => {
    expect(chooseRailsEnv(given, variables, ofPreview).problems).toEqual([
      expect.stringMatching(problem),
    ]);
  });
});

test.each(["staging", "qa2", "pre-production"])("`rails-env` may be %s", (name) => {
  expect(railsEnv(name)).toBe(name);
});
test.each(["../x", "a b", "2a", "a/b"])("`rails-env` may not be `%s`", (name) => {
  expect(() => railsEnv(name)).toThrow(/must be a name such as `staging`/);
});
