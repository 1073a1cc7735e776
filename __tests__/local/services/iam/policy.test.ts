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
    ["the function itself", { "lambda:SourceFunctionArn": self }, true],
    ["another function with the same role", { "lambda:SourceFunctionArn": `${self}2` }, false],
    ["who is no function", {}, false],
  ])("lets %s: %s", (_, context, allowed) =>
    expect(evaluate(statements, "lambda:InvokeFunction", `${self}:7`, context)).toBe(allowed),
  );
});

describe("a condition", () => {
  const account = { "aws:SourceAccount": "123456789012" };
  test.each<[unknown, Readonly<Record<string, string>>, boolean]>([
    [{ StringEquals: account }, account, true],
    [{ StringEquals: { "AWS:sourceaccount": "123456789012" } }, account, true],
    [{ StringEquals: { "aws:SourceAccount": ["1", "123456789012"] } }, account, true],
    [{ StringEquals: { "aws:SourceAccount": "*" } }, account, false],
    [{ StringLike: { "aws:SourceAccount": "1234*" } }, account, true],
    [{ StringEquals: account }, {}, false],
    [{ StringLike: { "aws:SourceAccount": "*" } }, {}, false],
    [{ Null: { "aws:SourceAccount": "true" } }, {}, true],
    [{ Null: { "aws:SourceAccount": "true" } }, account, false],
    [{ Null: { "aws:SourceAccount": "false" } }, account, true],
    [{ StringEquals: { "aws:ResourceTag/a": "b" } }, { "aws:ResourceTag/a": "b" }, true],
    [{ StringEquals: { "aws:ResourceTag/A": "b" } }, { "aws:ResourceTag/a": "b" }, false],
    [
      { StringEquals: { ...account, "iam:PassedToService": "lambda.amazonaws.com" } },
      account,
      false,
    ],
    [
      { StringEquals: account, ArnLike: { "lambda:SourceFunctionArn": "arn:aws:lambda:*" } },
      { ...account, "lambda:SourceFunctionArn": self },
      false,
    ],
    [
      { ArnLike: { "lambda:SourceFunctionArn": "arn:aws:lambda:*:*:function:shop-*" } },
      { "lambda:SourceFunctionArn": self },
      true,
    ],
  ])("%j with %j holds: %s", (condition, context, allowed) =>
    expect(evaluate(parsePolicy(policy(condition)), "lambda:InvokeFunction", self, context)).toBe(
      allowed,
    ),
  );

  test.each([
    [{}],
    [[]],
    [null],
    [{ StringEquals: {} }],
    [{ StringEquals: "aws:SourceAccount" }],
    [{ StringEquals: { "aws:SourceAccount": [] } }],
    [{ StringEquals: { "aws:SourceAccount": 7 } }],
    [{ StringEquals: { "aws:SourceAccount": ["$", "{aws:PrincipalAccount}"].join("") } }],
    [{ StringEquals: { "aws:SourceIp": "127.0.0.1" } }],
    [{ StringNotEquals: account }],
    [{ StringEqualsIfExists: account }],
    [{ toString: account }],
    [{ "ForAnyValue:StringEquals": account }],
  ])("that is not evaluated is refused, and not ignored: %j", (condition) =>
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
