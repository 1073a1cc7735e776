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

const statementsOf = (...Statement: object[]) =>
  parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement }));

describe("a policy", () => {
  const statements = statementsOf(
    { Effect: "Allow", Action: ["s3:Get*", "S3:ListBucket"], Resource: "arn:aws:s3:::b/*" },
    { Effect: "Deny", Action: "s3:*", Resource: ["arn:aws:s3:::b/secret"] },
  );

  test.each([
    ["s3:GetObject", "arn:aws:s3:::b/a", true],
    ["S3:getobject", "arn:aws:s3:::b/a", true],
    ["s3:listbucket", "arn:aws:s3:::b/a", true],
    ["s3:PutObject", "arn:aws:s3:::b/a", false],
    ["s3:GetObject", "arn:aws:s3:::B/a", false],
    ["s3:GetObject", "arn:aws:s3:::b/secret", false],
  ])("on %s %s: %s", (action, resource, allowed) => {
    expect(evaluate(statements, action, resource)).toBe(allowed);
  });

  test("may have one statement that is no list, and names the services that it trusts", () => {
    const trust = parsePolicy(
      JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      }),
    );
    expect(trust).toEqual([
      {
        effect: "Allow",
        actions: ["sts:AssumeRole"],
        resources: [],
        services: ["lambda.amazonaws.com"],
      },
    ]);
    expect(evaluate([], "sts:AssumeRole", "*")).toBe(false);
  });

  test.each([
    ["no JSON", "{", "Syntax errors"],
    ["an unknown member", '{"Version":"2012-10-17","Other":1}', "Unknown member `Other`"],
    ["an old version", '{"Version":"2008-10-17"}', "Version must be"],
    ["a statement that is text", '{"Version":"2012-10-17","Statement":"a"}', "not an object"],
    ["no effect", '{"Version":"2012-10-17","Statement":{}}', "Allow or Deny"],
    [
      "NotAction",
      '{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"a"}}',
      "`NotAction` is not understood",
    ],
    [
      "an action that is a number",
      '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":[1]}}',
      "other than strings",
    ],
  ])("with %s is refused", (_, text, message) => {
    expect(() => parsePolicy(text)).toThrow(message);
  });
});
