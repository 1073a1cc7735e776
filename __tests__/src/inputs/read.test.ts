import { describe, expect, test } from "@jest/globals";
import { UserError } from "../../../src/errors.ts";
import { readInputs } from "../../../src/inputs/read.ts";

const base = { AWS_REGION: "eu-west-1", GITHUB_REPOSITORY: "org/My_Shop" };
const read = (given: Record<string, string>) =>
  readInputs(
    {
      ...base,
      ...Object.fromEntries(
        Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    },
    "/checkout",
  );

function problem(given: Record<string, string>): string {
  try {
    read(given);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error("No error");
}

describe("readInputs", () => {
  test("needs nothing but a region", () => {
    expect(read({})).toMatchObject({
      workingDirectory: "/checkout",
      app: "my-shop",
      stage: "production",
      region: "eu-west-1",
      memory: 1769,
      requestTimeout: 28,
      prewarmConcurrency: 2,
      prewarmRate: "30 minutes",
      environment: {},
    });
  });

  test("names all wrong inputs at once", () => {
    const message = problem({ memory: "lots", stage: "Pull_Request", "execution-role": "me" });
    expect(message).toMatch(/3 inputs are wrong/);
    for (const name of ["memory", "stage", "execution-role"])
      expect(message).toContain(`\`${name}\``);
  });

  test("suggests a name that is allowed", () => {
    expect(problem({ stage: "Feature/Login" })).toContain("`feature-login`");
  });

  test("keeps a variable's value as it is, equals signs and quotes included", () => {
    const { environment } = read({ environment: 'A=b=c\n\n# a comment\nURL="x y"\nEMPTY=' });
    expect(environment).toEqual({ A: "b=c", URL: '"x y"', EMPTY: "" });
  });

  test("never shows a malformed line of variables, which may be a secret", () => {
    const message = problem({ environment: "A=b\nhunter2" });
    expect(message).toContain("line 2");
    expect(message).not.toContain("hunter2");
  });

  test.each(["AWS_REGION", "_HANDLER", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT"])(
    "refuses %s, which Lambda sets itself",
    (name) => expect(problem({ environment: `${name}=x` })).toContain(name),
  );

  test.each([
    ["enviroment", "environment"],
    ["release_command", "release-command"],
    ["presev", undefined],
  ])("refuses the unknown input %s", (name, meant) => {
    const message = problem({ [name]: "x" });
    expect(message).toContain(`\`${name}\``);
    expect(/Did you mean `([^`]+)`/.exec(message)?.[1]).toBe(meant);
  });

  test("says which variable would give the region", () => {
    expect(() => readInputs({}, "/checkout")).toThrow(/`region`.*AWS_REGION/);
  });

  test.each([
    ["memory", "127"],
    ["memory", "1.5"],
    ["tmp-size", "20000"],
    ["health-check-path", "up"],
    ["function-configuration", "[1]"],
    ["function-configuration", "{"],
  ])("refuses %s: %s", (name, value) => expect(problem({ [name]: value })).toContain(name));
});
