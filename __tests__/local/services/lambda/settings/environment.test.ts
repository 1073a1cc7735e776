import { expect, test } from "@jest/globals";
import { checkEnvironment } from "../../../../../local/services/lambda/settings/environment.ts";

const check = (variables: unknown) => () => checkEnvironment(variables, "environment.variables");
/** Variables that are so many bytes of JSON. */
const sized = (bytes: number) => ({ BIG: "x".repeat(bytes - '{"BIG":""}'.length) });

test("variables may have letters, digits and underscores in their names, and 4 kB", () => {
  expect(check({ A1: "a", b_c: "ü" })).not.toThrow();
  expect(check(sized(4096))).not.toThrow();
});

test.each<[string, unknown, RegExp]>([
  ["a list", [], /must be a map/],
  [
    "reserved names",
    { AWS_REGION: "r", AWS_LAMBDA_X: "x", A1: "a" },
    /in this request: AWS_REGION, AWS_LAMBDA_X$/,
  ],
  [
    "a name with a hyphen",
    { "A-B": "x" },
    /Value at 'environment\.variables'.* Map keys must satisfy/,
  ],
  ["a name of one letter", { A: "x" }, /Map keys/],
  ["a name that begins with a digit", { "1A": "x" }, /Map keys/],
  ["a name that begins with an underscore", { _A: "x" }, /Map keys/],
  ["a number", { A1: 1 }, /'environment\.variables\.A1'.*must be a string/],
  ["more than 4 kB", sized(4097), /exceeded the 4KB limit\. String measured: \{"BIG":"x{4087}"\}$/],
])("variables cannot be or have %s", (_, variables, message) => {
  expect(check(variables)).toThrow(message);
});
