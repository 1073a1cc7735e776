import { expect, test } from "@jest/globals";
import { tellRailsEnv } from "../../../../src/commands/build/rails-env.ts";
import type { Inputs } from "../../../../src/inputs/inputs.ts";
import type { RailsEnv } from "../../../../src/inputs/rails-env.ts";
import { fakeReporter } from "../../../fakes/reporter.ts";
import { tree } from "../../../tree.ts";

async function told(
  railsEnv: RailsEnv,
  files: readonly string[],
  kind: "rails" | "rack" = "rails",
) {
  const reporter = fakeReporter();
  const dir = tree(Object.fromEntries(files.map((name) => [`config/environments/${name}`, ""])));
  await tellRailsEnv({ reporter, inputs: { railsEnv } as Inputs }, { dir, kind });
  return reporter.told.join("\n");
}
const STAGING = { name: "staging", from: "`RACK_ENV` in `environment`" };

test("the log says which environment it is by what, unless nothing names one", async () => {
  const said = "RAILS_ENV and RACK_ENV: `staging`, by `RACK_ENV` in `environment`";
  expect(await told(STAGING, ["staging.rb"])).toContain(said);
  expect(await told({ name: "production", from: undefined }, [])).toBe("");
});

test("a Rails app that does not know its environment gets a warning", async () => {
  const warned =
    /no `config\/environments\/staging\.rb`, but `production`, `test`\. Set `rails-env`/;
  const others = ["test.rb", "production.rb", "README.md"];
  expect(await told(STAGING, others)).toMatch(warned);
  expect(await told(STAGING, others, "rack")).not.toMatch(warned);
  expect(await told(STAGING, [])).not.toContain("Set `rails-env`");
});
