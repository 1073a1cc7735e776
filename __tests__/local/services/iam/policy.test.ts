import { describe, expect, test } from "@jest/globals";
import { evaluate, parsePolicy } from "../../../../local/services/iam/policy.ts";

const self = "arn:aws:lambda:eu-west-1:123456789012:function:shop-pr-1";
const policy = (Condition: unknown) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "*", Condition }],
  });

describe("a policy for a function's own requests", () => {
  const statements = parsePolicy(policy({ ArnEquals: { "lambda:SourceFunctionArn": self } }));

  test.each([
    ["the function itself", self, true],
    ["another function with the same role", `${self}2`, false],
    ["who is no function", undefined, false],
  ])("lets %s: %s", (_, source, allowed) =>
    expect(evaluate(statements, "lambda:InvokeFunction", `${self}:7`, source)).toBe(allowed),
  );

  test.each([
    [{}],
    [{ StringEquals: { "aws:SourceAccount": "123456789012" } }],
    [{ ArnEquals: { "lambda:SourceFunctionArn": self, "aws:SourceArn": self } }],
    [{ ArnEquals: { "lambda:SourceFunctionArn": "arn:aws:lambda:*" } }],
  ])("cannot have another condition: %j", (condition) =>
    expect(() => parsePolicy(policy(condition))).toThrow("not understood"),
  );
});
