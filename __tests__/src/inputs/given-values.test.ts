import { expect, test } from "@jest/globals";
import { givenValues } from "../../../src/inputs/given-values.ts";
import { variableLines } from "../../../src/inputs/parse/variable-lines.ts";

const stage = { DATABASE_URL: "postgres://stage", EMPTY: "" };
const step = {
  DATABASE_URL: "postgres://step",
  AWS_ACCESS_KEY_ID: "AKIA",
  EMPTY: "x",
  PEM: '-----BEGIN KEY-----\n"quoted"\r\n',
  NONE: undefined,
};

test.each<[string, Record<string, string>, readonly string[]]>([
  ["A=b", { A: "b" }, []],
  ["AWS_ACCESS_KEY_ID", { AWS_ACCESS_KEY_ID: "AKIA" }, []],
  ["DATABASE_URL", { DATABASE_URL: "postgres://stage" }, []],
  ["DATABASE_URL=postgres://build", { DATABASE_URL: "postgres://build" }, []],
  ["EMPTY", { EMPTY: "" }, []],
  ["PEM", { PEM: step.PEM }, []],
  ["A=b\nA=c", { A: "c" }, []],
  ["ABSENT\nA=b\nNONE", { A: "b" }, ["ABSENT", "NONE"]],
  ["constructor\ntoString", {}, ["constructor", "toString"]],
])("%j has its values from the first place that knows them", (text, variables, missing) => {
  const values = givenValues(variableLines(text), stage, step);
  expect(values.variables).toEqual(variables);
  expect(values.missing.map(({ name }) => name)).toEqual(missing);
});
