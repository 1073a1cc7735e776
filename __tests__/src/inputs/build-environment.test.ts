import { expect, test } from "@jest/globals";
import { buildEnvironmentOf } from "../../../src/inputs/build-environment.ts";
import { buildVariables } from "../../../src/inputs/parse/build-variables.ts";

const stage = { DATABASE_URL: "postgres://stage", EMPTY: "" };
const step = {
  DATABASE_URL: "postgres://step",
  AWS_ACCESS_KEY_ID: "AKIA",
  EMPTY: "x",
  NONE: undefined,
};

test.each<[string, Record<string, string>, readonly string[]]>([
  ["A=b", { A: "b" }, []],
  ["AWS_ACCESS_KEY_ID", { AWS_ACCESS_KEY_ID: "AKIA" }, []],
  ["DATABASE_URL", { DATABASE_URL: "postgres://stage" }, []],
  ["DATABASE_URL=postgres://build", { DATABASE_URL: "postgres://build" }, []],
  ["EMPTY", { EMPTY: "" }, []],
  ["ABSENT\nA=b\nNONE", { A: "b" }, ["ABSENT", "NONE"]],
  ["constructor\ntoString", {}, ["constructor", "toString"]],
])("%j gives the build its variables", (text, variables, missing) => {
  expect(buildEnvironmentOf(buildVariables(text), stage, step)).toEqual({ variables, missing });
});
