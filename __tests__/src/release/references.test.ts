import { describe, expect, test } from "@jest/globals";
import { PREVIEW_STAGE } from "../../../src/inputs/references.ts";
import { mayReadReferences, tellReferences, valuesRead } from "../../../src/release/references.ts";

const of = { region: "cn-north-1", identity: { account: "123456789012", partition: "aws-cn" } };
const ARN = "arn:aws-cn:ssm:cn-north-1:210987654321:parameter/shared/key";
const SECRET = "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:shop/db-AbC123";

test("a role may read exactly what is named, in its partition", () => {
  const values = ["ssm:/shop/key", "ssm:/shop/key:3", "ssm:plain#member", "hello", `ssm:${ARN}:2`];
  const secrets = ["secretsmanager:shop/db#password", `secretsmanager:${SECRET}`];
  expect(mayReadReferences(of, [...values, ...secrets])).toEqual([
    {
      Action: "ssm:GetParameters",
      Resource: [
        "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/plain",
        "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/shop/key",
        ARN,
      ],
    },
    {
      Action: "secretsmanager:GetSecretValue",
      Resource: ["arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:shop/db-??????", SECRET],
    },
  ]);
});

test("a secret's ARN may lack the six characters that nobody knows", () => {
  const short = SECRET.replace(/-AbC123$/, "");
  expect(mayReadReferences(of, [`secretsmanager:${short}`])).toEqual([
    { Action: "secretsmanager:GetSecretValue", Resource: [`${short}-??????`] },
  ]);
});

test("all previews are one pattern, which fits no other stage's name", () => {
  const values = [`ssm:/shop/${PREVIEW_STAGE}/key`, `secretsmanager:${PREVIEW_STAGE}`];
  expect(mayReadReferences(of, values).map(({ Resource }) => Resource)).toEqual([
    ["arn:aws-cn:ssm:cn-north-1:123456789012:parameter/shop/pr-*/key"],
    ["arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:pr-*-??????"],
  ]);
});

test("nothing to read needs no statement, and what is written wrong by hand is nothing", () => {
  expect(mayReadReferences(of, ["hello", "ssm:not one"])).toEqual([]);
});

test("a function reads its new variables, those set by hand, and what the live version reads", () => {
  const fn = (variables: Record<string, string>) => ({ variables }) as never;
  const observed = {
    workingCopy: fn({ FORMER: "ssm:/former", HAND: "ssm:/hand" }),
    live: fn({ LIVE: "ssm:/live" }),
    formerlySet: ["FORMER"],
  };
  expect(valuesRead({ NEW: "ssm:/new" }, observed)).toEqual(["ssm:/new", "ssm:/hand", "ssm:/live"]);
  const nothing = { workingCopy: undefined, live: undefined, formerlySet: [] };
  expect(valuesRead({ NEW: "ssm:/new" }, nothing)).toEqual(["ssm:/new"]);
});

describe("what a deploy cannot grant is told", () => {
  const deployed = { ...of, level: "deployed" } as const;
  const kept = ["ssm:/shop/key"];

  test("for a role of the user's own, with the policy to paste", () => {
    const [line, policy = "{}"] = tellReferences(deployed, "arn:aws-cn:iam::1:role/own", kept);
    expect(line).toContain("arn:aws-cn:iam::1:role/own must have");
    expect(JSON.parse(policy).Statement).toEqual([
      {
        Effect: "Allow",
        Action: "ssm:GetParameters",
        Resource: ["arn:aws-cn:ssm:cn-north-1:123456789012:parameter/shop/key"],
      },
    ]);
  });

  test("for a preview, whose role a deployed stage's deploy writes", () => {
    const told = tellReferences({ ...of, level: "preview" }, undefined, kept);
    expect(told).toEqual([expect.stringContaining("last deploy of a deployed stage")]);
  });

  test("and nothing else is", () => {
    expect(tellReferences(deployed, undefined, kept)).toEqual([]);
    expect(tellReferences(deployed, "arn:aws-cn:iam::1:role/own", ["hello"])).toEqual([]);
  });
});
