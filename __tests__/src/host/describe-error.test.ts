import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { UserError } from "../../../src/errors.ts";
import { describeError } from "../../../src/host/describe-error.ts";
import { inputValues } from "../../../src/inputs/input-values.ts";
import { INPUT_NAMES } from "../../../src/inputs/inputs.ts";

/** Inputs whose values have a form. */
const FORMED: Readonly<Record<string, string>> = {
  memory: "3008",
  cache: "false",
  "working-directory": ".",
  environment: 'SHORT=pw1\nJSON<<EOF\n{\n  "a": "planted-1"\n}\nEOF\nBARE\n# comment',
  "preview-environment": "DATABASE_URL=postgres://u:pw2@db/x_{number}",
  "function-configuration": '{"VpcConfig": {"SubnetIds": ["subnet-7"]}}',
  stages: "main: beta",
};
const OTHERS = INPUT_NAMES.filter((name) => !(name in FORMED)).map((name) => `of-${name}`);

/** What a step gives, short and long, on one line and on several. */
const env = {
  ...Object.fromEntries(
    INPUT_NAMES.map((name) => [`INPUT_${name.toUpperCase()}`, FORMED[name] ?? `of-${name}`]),
  ),
  BARE: "planted-2",
};
const values = () => inputValues(env);
const each = [
  ...OTHERS,
  ...["3008", "false", "pw1", '{\n  "a": "planted-1"\n}', '"a": "planted-1"', "planted-2"],
  ...["postgres://u:pw2@db/x_{number}", "subnet-7", "beta", "main: beta"],
];

/** An error whose stack is as Node.js makes it. */
function thrown(message: string, options?: ErrorOptions): Error {
  return new TypeError(message, options);
}

/** Where this clone lies is no value of an input, whatever words its path has. */
const root = join(import.meta.dirname, "../../..");

describe("an unexpected error shows no value of an input", () => {
  test.each(each)("%j in its message, stack and cause", (value) => {
    const cause = new Error(`caused by ${value}`, { cause: value });
    for (const error of [
      thrown(`before ${value}, after`, { cause }),
      thrown(`before ${JSON.stringify(value)} after`),
      thrown(`before ${value}\n    at ${value} (/x.js:1:1)\nafter`, { cause }),
      Object.assign(thrown("before after"), {
        stack: `TypeError: ${value}\n    at here (/x.js:1:1)\n${value}`,
      }),
      Object.assign(thrown("before after"), { input: value, errors: [cause] }),
      `before ${value}, after`,
    ]) {
      const said = describeError(error, values).replaceAll(root, "");
      const [word = ""] = /[\w-]{3,}/.exec(value.replace(/^\{\s+"a"/, "")) ?? [];
      expect(said).not.toMatch(new RegExp(`(?<![\\w-])${word}(?![\\w-])`));
      expect(said).toContain("before");
      expect(said).toContain("after");
    }
  });

  test("and says where it happened, and what to do", () => {
    const lines = describeError(thrown("planted-2 is not a function"), values).split("\n");
    expect(lines[0]).toBe("Unexpected: TypeError: *** is not a function");
    expect(lines[1]).toMatch(/^ {4}at thrown \(.*describe-error\.test\.ts:\d+:\d+\)$/);
    expect(lines.at(-1)).toMatch(/please report it/);
  });

  test("unless the value says nothing", () => {
    expect(describeError("a.b is undefined", values)).toContain("Unexpected: a.b is undefined");
  });
});

test("a problem of the user's is told as it is", () => {
  const error = new UserError("`memory`: `3008` is too much.", "Give less.");
  expect(describeError(error, values)).toBe("`memory`: `3008` is too much.\nGive less.");
});
