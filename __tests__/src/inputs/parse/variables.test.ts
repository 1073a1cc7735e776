import { describe, expect, test } from "@jest/globals";
import { variables } from "../../../../src/inputs/parse/variables.ts";

describe("variables", () => {
  test("keep their values as they are, equals signs and quotes included", () => {
    const text = 'A=b=c\n\n# a comment\nURL="x y"\nEMPTY=\n_spaced_1  =  value with # no comment ';
    expect(variables(text)).toEqual({
      A: "b=c",
      URL: '"x y"',
      EMPTY: "",
      _spaced_1: "value with # no comment",
    });
  });

  test.each(["hunter2", "=hunter2", "1A=hunter2", "A-B=hunter2", "A B=hunter2"])(
    "name the line of `%s`, but do not show it: it may be a secret",
    (line) => {
      const read = () => variables(`A=b\nC=d\n${line}\nE=f`);
      expect(read).toThrow(/^line 3 is not of the form `KEY=value`\.$/);
    },
  );

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
  ])("cannot be %s, which Lambda sets itself", (name) =>
    expect(() => variables(`A=b\n${name}=x`)).toThrow(
      `\`${name}\` is set by Lambda itself and cannot be given.`,
    ),
  );

  test.each(["AWS_REGIONS", "MY_AWS_REGION", "_HANDLERS", "AWS_BUCKET", "MY_LAMBDA_NAME"])(
    "can be %s",
    (name) => expect(variables(`${name}=x`)).toEqual({ [name]: "x" }),
  );
});
