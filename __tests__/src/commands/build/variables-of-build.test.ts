import { expect, test } from "@jest/globals";
import { variablesOfBuild } from "../../../../src/commands/build/variables-of-build.ts";
import type { Inputs } from "../../../../src/inputs/inputs.ts";
import { tree } from "../../../tree.ts";

const deploy = { kind: "deploy" } as Inputs["task"];
const fork = { kind: "build", hasSecrets: false } as Inputs["task"];
const NAMES = { MEGAMODE_APP: "shop", MEGAMODE_STAGE: "beta" };
const of = async (
  task: Inputs["task"],
  environment: Readonly<Record<string, string>>,
  sessionSecrets: readonly string[] = [],
) =>
  variablesOfBuild(
    { task, environment, buildEnvironment: { B: "build" }, app: "shop", stage: "beta" },
    { backing: tree({ "app/Gemfile.lock": "    mysql2 (0.5.6)\n" }) },
    sessionSecrets,
    undefined,
  );

test("a build knows the app's name and the stage's, as the app does in Lambda", async () => {
  expect(await of(deploy, { MEGAMODE_STAGE: "other" })).toEqual({ ...NAMES, B: "build" });
});

test("a build gets placeholders for what only Lambda can resolve, and no data store's", async () => {
  const environment = {
    STRIPE_KEY: "ssm:/shop/stripe",
    DATABASE_URL: "secretsmanager:shop/database",
    REDIS_URL: "ssm:/shop/redis",
    GREETING: "hello",
    EMPTY: "",
  };
  expect(await of(deploy, environment)).toEqual({
    STRIPE_KEY: "placeholder",
    DATABASE_URL: "mysql2://localhost/none",
    REDIS_URL: "redis://localhost/0",
    GREETING: "hello",
    EMPTY: "",
    ...{ B: "build", ...NAMES },
  });
});

test("a key that cannot be resolved here, or that a fork has not, is left out: the app boots without it", async () => {
  const references = { RAILS_MASTER_KEY: "ssm:/key", SECRET_KEY_BASE: "ssm:/base" };
  expect(await of(deploy, references)).toEqual({ ...NAMES, B: "build" });
  const empty = { RAILS_MASTER_KEY: "", SECRET_KEY_BASE: "", STRIPE_KEY: "", DATABASE_URL: "" };
  expect(await of(deploy, empty)).toEqual({ ...NAMES, B: "build", STRIPE_KEY: "" });
  expect(await of(fork, empty)).toEqual({
    ...NAMES,
    ...{ B: "build", STRIPE_KEY: "placeholder", DATABASE_URL: "mysql2://localhost/none" },
  });
  const given = { RAILS_MASTER_KEY: "key", SECRET_KEY_BASE: "base" };
  expect(await of(deploy, given)).toEqual({ ...given, ...NAMES, B: "build" });
});

test("a build seals sessions by another secret than the stage", async () => {
  const { SESSION_SECRET = "" } = await of(deploy, {}, ["SESSION_SECRET"]);
  expect(SESSION_SECRET.length).toBeGreaterThanOrEqual(64);
});

test("the lockfile that shows the kind of database is that of the Gemfile in use", async () => {
  const above = "app/.megamode/repository/gems.locked";
  const variables = await variablesOfBuild(
    {
      task: deploy,
      environment: { DATABASE_URL: "ssm:/db" },
      buildEnvironment: {},
      app: "a",
      stage: "b",
    },
    { backing: tree({ [above]: "    trilogy (2.9.0)\n" }) },
    [],
    "/tmp/mm/app/.megamode/repository/gems.rb",
  );
  expect(variables.DATABASE_URL).toBe("trilogy://localhost/none");
});
