import { describe, expect, test } from "@jest/globals";
import { tagsOf } from "../../../src/release/place/ownership.ts";
import { roleSpec, schedulerRoleSpec } from "../../../src/release/role-specs.ts";

const of = {
  app: "shop",
  stage: "pr-12",
  name: "shop-pr-12",
  region: "eu-west-1",
  bucket: "bundles",
  identity: { account: "123456789012", partition: "aws" },
  functionConfiguration: {},
  tags: tagsOf("shop", "pr-12", "org/shop", 12),
  fansOut: true,
};
const statements = (policy = "{}") => JSON.parse(policy).Statement;
const tags = { "megamode:app": "shop", "megamode:repository": "org/shop" };

describe("the execution role", () => {
  test("is the app's, for Lambda, and reads the app's archives only", () => {
    const spec = roleSpec(of);
    expect(spec).toMatchObject({
      name: "megamode-shop",
      service: "lambda.amazonaws.com",
      managedPolicies: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
      tags,
    });
    expect(Object.keys(spec.tags)).toEqual(Object.keys(tags));
    expect(spec.inline[0]?.name).toBe("megamode-eu-west-1");
    expect(statements(spec.inline[0]?.policy)).toEqual([
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::bundles/shop/archives/*",
      },
    ]);
  });

  test("has what a network and file systems need", () => {
    const functionConfiguration = { VpcConfig: {}, FileSystemConfigs: [] };
    const identity = { account: "123456789012", partition: "aws-cn" };
    expect(roleSpec({ ...of, identity, functionConfiguration }).managedPolicies).toEqual([
      "arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "arn:aws-cn:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
      "arn:aws-cn:iam::aws:policy/AmazonElasticFileSystemClientReadWriteAccess",
    ]);
  });

  test("may invoke the stage's own function from that function, and no other", () => {
    const { inline } = roleSpec(of);
    const self = "arn:aws:lambda:eu-west-1:123456789012:function:shop-pr-12";
    expect(inline[1]?.name).toBe("megamode-eu-west-1-pr-12");
    expect(statements(inline[1]?.policy)).toEqual([
      {
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: `${self}:*`,
        Condition: { ArnEquals: { "lambda:SourceFunctionArn": self } },
      },
    ]);
  });

  test("may invoke nothing where no sandbox prewarms the others", () => {
    expect(roleSpec({ ...of, fansOut: false }).inline[1]).toEqual({
      name: "megamode-eu-west-1-pr-12",
      policy: undefined,
    });
  });
});

describe("the scheduler's role", () => {
  test("may invoke the functions of the app", () => {
    const spec = schedulerRoleSpec(of);
    expect(spec).toMatchObject({
      name: "megamode-shop.scheduler",
      service: "scheduler.amazonaws.com",
      managedPolicies: [],
    });
    expect(spec.tags).toEqual(tags);
    expect(spec.inline.map(({ name }) => name)).toEqual(["megamode-eu-west-1"]);
    expect(statements(spec.inline[0]?.policy)).toEqual([
      {
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: "arn:aws:lambda:eu-west-1:123456789012:function:shop-*",
      },
    ]);
  });
});
