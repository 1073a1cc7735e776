import { describe, expect, test } from "@jest/globals";
import { variables } from "../../../../src/inputs/parse/variables.ts";

describe("a function's variables", () => {
  test("have values, or are only named", () => {
    expect(variables("PEM<<END\na\nb\nEND\nAPI_KEY")).toEqual([
      { name: "PEM", value: "a\nb", line: 1 },
      { name: "API_KEY", value: undefined, line: 5 },
    ]);
  });

  test.each([
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_EXECUTION_ENV",
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_LAMBDA_RUNTIME_API",
    "LAMBDA_TASK_ROOT",
  ])("cannot be %s, which Lambda sets itself", (name) => {
    for (const line of [`${name}=x`, name, `${name}<<E\nx\nE`]) {
      expect(() => variables(`AA=b\n${line}`)).toThrow(
        `\`${name}\` is set by Lambda itself and cannot be given.`,
      );
    }
  });

  test.each(["AWS_REGIONS", "MY_AWS_REGION", "AWS_BUCKET", "MY_LAMBDA_NAME", "a1", "GITHUB_TOKEN"])(
    "can be %s",
    (name) => expect(variables(`${name}=x`)).toMatchObject([{ name, value: "x" }]),
  );

  test.each(["A", "_A", "_HANDLERS", "__"])("cannot be %s: Lambda takes no such name", (name) => {
    expect(() => variables(`AA=b\n${name}=hunter2`)).toThrow(
      /needs a name that begins with a letter and has two characters or more: Lambda takes no other\.$/,
    );
  });

  test.each([
    ...["AWS_PROFILE", "ACTIONS_RUNTIME_TOKEN", "INPUT_ENVIRONMENT", "STATE_x", "RUNNER_TEMP"],
    ...["GITHUB_TOKEN", "GITHUB_ENV", "PATH", "HOME", "LD_LIBRARY_PATH", "RUBYOPT", "BUNDLE_PATH"],
  ])("are not %s of the runner", (name) => {
    expect(() => variables(name)).toThrow(
      `\`${name}\` is the runner's own and is not handed over. If the function needs a variable of this name, give its value (\`${name}=value\`).`,
    );
  });

  test.each([
    ["MEGAMODE_STAGE", "set by the deploy itself, from the input `stage`: take the line out."],
    ["MEGAMODE_REQUEST_TIMEOUT", "from the input `request-timeout`"],
    ["MEGAMODE_RELEASE", "set by the deploy itself: take the line out."],
    ["MEGAMODE_PROXY_SECRET", "is no variable of megamode-deploy. Those that can be given are"],
    ["MEGAMODE_MAINTENENCE", "`MEGAMODE_MAINTENANCE`"],
  ])("are not %s: it would change nothing", (name, why) => {
    expect(() => variables(`${name}=1`)).toThrow(why);
  });

  test.each(["GITHUB_SHA", "TZ", "LANG", "DATABASE_URL"])("may be %s of the step", (name) =>
    expect(variables(name)).toMatchObject([{ name, value: undefined }]),
  );
});
