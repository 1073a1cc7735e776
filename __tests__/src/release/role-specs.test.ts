import { describe, expect, test } from "@jest/globals";
import { evaluate, parsePolicy } from "../../../local/services/iam/policy.ts";
import type { UserError } from "../../../src/errors.ts";
import { PREVIEW_STAGE } from "../../../src/inputs/references.ts";
import type { RoleSpec } from "../../../src/ports/roles.ts";
import type { RoleLevel } from "../../../src/release/place/names.ts";
import { resourceName } from "../../../src/release/place/names.ts";
import { tagsOf } from "../../../src/release/place/ownership.ts";
import { previewsRoleSpec, roleSpec, schedulerRoleSpec } from "../../../src/release/role-specs.ts";

const LAMBDA = "arn:aws:lambda:eu-west-1:123456789012:function:";
const LOGS = "arn:aws:logs:eu-west-1:123456789012:log-group:";
const POINT =
  "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0000000000000000a";

function stage(level: RoleLevel, name: string, app = "shop") {
  const number = level === "preview" ? 12 : undefined;
  return {
    app,
    stage: name,
    level,
    name: resourceName(app, name),
    aliasArn: `${LAMBDA}${resourceName(app, name)}:live`,
    region: "eu-west-1",
    bucket: "bundles",
    identity: { account: "123456789012", partition: "aws" },
    functionConfiguration: {},
    tags: tagsOf(app, name, "org/shop", number, "1001"),
    fansOut: false,
  };
}
const production = stage("deployed", "production");
const preview = stage("preview", "pr-12");

/** What a role may do by its inline policies, as IAM evaluates them. */
function permits({ inline }: RoleSpec) {
  const statements = inline.flatMap(({ policy }) => (policy ? parsePolicy(policy) : []));
  return (action: string, resource: string, context: Readonly<Record<string, string>> = {}) =>
    evaluate(statements, action, resource, context);
}

describe("what is kept in AWS", () => {
  const kept = ["ssm:/shop/key", "secretsmanager:shop/db"];
  const parameter = (name: string) => `arn:aws:ssm:eu-west-1:123456789012:parameter/${name}`;
  const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}`;

  test("is read by a deployed stage's role, exactly as its variables name it", () => {
    const allows = permits(roleSpec({ ...production, kept }));
    expect(allows("ssm:GetParameters", parameter("shop/key"))).toBe(true);
    expect(allows("secretsmanager:GetSecretValue", secret("shop/db-AbC123"))).toBe(true);
    for (const other of ["shop/key2", "shop/key/2", "shop", "*"]) {
      expect(allows("ssm:GetParameters", parameter(other))).toBe(false);
    }
    for (const other of ["shop/db2-AbC123", "shop/db-2-AbC123", "shop/d-AbC123"]) {
      expect(allows("secretsmanager:GetSecretValue", secret(other))).toBe(false);
    }
    expect(allows("ssm:PutParameter", parameter("shop/key"))).toBe(false);
    expect(permits(roleSpec(production))("ssm:GetParameters", parameter("shop/key"))).toBe(false);
  });

  test("is not what a preview's own deploy decides, whatever its workflow names", () => {
    const allows = permits(roleSpec({ ...preview, kept }));
    expect(allows("ssm:GetParameters", parameter("shop/key"))).toBe(false);
    expect(roleSpec({ ...preview, kept }).inline).toEqual(roleSpec(preview).inline);
  });

  test("is read by previews as a deployed stage's deploy says", () => {
    const previewReferences = [`ssm:/shop/${PREVIEW_STAGE}/key`];
    const allows = permits(previewsRoleSpec({ ...production, previewReferences }));
    expect(allows("ssm:GetParameters", parameter("shop/pr-12/key"))).toBe(true);
    for (const other of ["shop/production/key", "shop/pr-12/other", "shop/key"]) {
      expect(allows("ssm:GetParameters", parameter(other))).toBe(false);
    }
    // None any more: the policy goes.
    expect(previewsRoleSpec({ ...production, previewReferences: [] }).inline).toContainEqual({
      name: "megamode-eu-west-1.references",
      policy: undefined,
    });
  });
});

describe("the execution roles", () => {
  test("are one for deployed stages and one for previews, with the tags of the app", () => {
    const tags = {
      "megamode:app": "shop",
      "megamode:repository": "org/shop",
      "megamode:repository-id": "1001",
    };
    expect(roleSpec(production)).toMatchObject({ name: "megamode-shop" });
    expect(roleSpec(production).tags).toEqual({ ...tags, "megamode:trust": "deployed" });
    expect(roleSpec(preview)).toMatchObject({ name: "megamode-shop.preview" });
    expect(roleSpec(preview).tags).toEqual({ ...tags, "megamode:trust": "preview" });
    expect(JSON.parse(roleSpec(preview).trustPolicy).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
  });

  test("lose the managed policies that an older version attached", () => {
    const identity = { account: "123456789012", partition: "aws-cn" };
    expect(roleSpec({ ...production, identity }).detached).toEqual([
      "arn:aws-cn:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "arn:aws-cn:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
      "arn:aws-cn:iam::aws:policy/AmazonElasticFileSystemClientReadWriteAccess",
    ]);
  });

  test.each<[string, boolean, boolean]>([
    ["shop/archives/protected/app/0", true, false],
    ["shop/archives/protected/assets/0", true, false],
    ["shop/archives/protected/ruby/0", true, true],
    ["shop/archives/protected/gems/0", true, true],
    ["shop/archives/deployed/app/0", true, false],
    ["shop/archives/deployed/gems/0", true, true],
    ["shop/archives/preview/app/0", false, true],
    ["shop/archives/preview/gems/0", false, true],
    ["shop/archives/protected", false, false],
    // As older versions left them. Their live version still starts cold, also while a release fails.
    [`shop/archives/${"a1".repeat(32)}.zst`, true, false],
    [`shop/archives/${"a1".repeat(31)}.zst`, false, false],
    [`shop/archives/preview/app/${"a1".repeat(32)}.zst`, false, true],
    ["shop/owner.json", false, false],
    ["shop/production/releases/1.json", false, false],
    ["shop/recipes/protected/0.json", false, false],
    ["shop-a/archives/protected/app/0", false, false],
  ])("read `%s`: deployed %s, previews %s", (key, deployed, previews) => {
    const read = (of: typeof production) =>
      permits(roleSpec(of))("s3:GetObject", `arn:aws:s3:::bundles/${key}`);
    expect([read(production), read(preview)]).toEqual([deployed, previews]);
  });

  const ofObject = (bucket: string, key = "") => ({
    "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${bucket}${key}`,
  });
  test.each<[string, typeof production, Readonly<Record<string, string>>, boolean]>([
    ["one of the app's objects", production, ofObject("bundles", "/shop/archives/x"), true],
    ["one of the app's objects, for a preview", preview, ofObject("bundles", "/shop/x"), true],
    ["one that shares the bucket's data key", production, ofObject("bundles"), true],
    ["another app's object", production, ofObject("bundles", "/blog/archives/x"), false],
    ["another bucket's object", production, ofObject("bundles2"), false],
    ["anything else that the key encrypted", production, {}, false],
  ])("decrypt what S3 encrypted with the user's key: %s", (_, of, context, may) => {
    const key = "arn:aws:kms:eu-west-1:999999999999:key/any";
    expect(permits(roleSpec(of))("kms:Decrypt", key, context)).toBe(may);
    expect(permits(roleSpec(of))("kms:GenerateDataKey", key, context)).toBe(false);
  });

  test.each(["megamode-123456789012-eu-west-1", "megamode-123456789012-eu-west-1-an"])(
    "decrypt nothing of our own bucket, which S3 encrypts with its own keys: %s",
    (bucket) => {
      const allows = permits(roleSpec({ ...production, bucket }));
      expect(allows("kms:Decrypt", "any", ofObject(bucket))).toBe(false);
    },
  );

  const configured = (of: typeof production, LogGroup: string) => ({
    ...of,
    functionConfiguration: { LoggingConfig: { LogGroup } },
  });
  test.each<[string, typeof production, string, boolean]>([
    ["production", production, "/aws/lambda/shop-production", true],
    ["production", production, "/aws/lambda/shop-production2", false],
    ["production", production, "/aws/lambda/shop-staging", false],
    ["production", production, "/aws/lambda/shop-pr-12", false],
    ["a preview", preview, "/aws/lambda/shop-pr-12", true],
    ["a preview", preview, "/aws/lambda/shop-pr-1", true],
    ["a preview", preview, "/aws/lambda/shop-production", false],
    ["a preview of another name", stage("preview", "demo"), "/aws/lambda/shop-demo", true],
    ["a preview of another name", stage("preview", "demo"), "/aws/lambda/shop-demo2", false],
    ["one with a log group of its own", configured(production, "/shop/a"), "/shop/a", true],
    ["one with a log group of its own", configured(production, "/shop/a"), "/shop/ab", false],
    [
      "one with a log group of its own",
      configured(production, "/shop/a"),
      "/aws/lambda/shop-production",
      false,
    ],
    ["a preview with one", configured(preview, "/shop/a"), "/shop/a", true],
  ])("of %s: case %#", (_, of, group, may) => {
    const allows = permits(roleSpec(of));
    expect(allows("logs:CreateLogGroup", `${LOGS}${group}`)).toBe(may);
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
      expect(allows(action, `${LOGS}${group}:log-stream:2026/11/30/[1]0`)).toBe(may);
    }
    expect(allows("logs:DeleteLogGroup", `${LOGS}${group}`)).toBe(false);
  });

  test("mount the named access points, and no others", () => {
    const FileSystemConfigs = [{ Arn: POINT, LocalMountPath: "/mnt/data" }];
    const functionConfiguration = { FileSystemConfigs, VpcConfig: {} };
    const allows = permits(roleSpec({ ...production, functionConfiguration }));
    const may = (arn: string) =>
      allows("elasticfilesystem:ClientMount", "any", { "elasticfilesystem:AccessPointArn": arn }) &&
      allows("elasticfilesystem:ClientWrite", "any", { "elasticfilesystem:AccessPointArn": arn });
    expect([may(POINT), may(`${POINT}0`)]).toEqual([true, false]);
    expect(allows("elasticfilesystem:ClientMount", "any")).toBe(false);
    expect(allows("elasticfilesystem:ClientRootAccess", "any")).toBe(false);
    expect(permits(roleSpec(production))("elasticfilesystem:ClientMount", "any")).toBe(false);
  });

  test("keep what the live version needs, until the next deploy finds the new one live", () => {
    const FileSystemConfigs = [{ Arn: POINT, LocalMountPath: "/mnt/data" }];
    const live = { FileSystemConfigs, LoggingConfig: { LogGroup: "/shop/a" } };
    const own = { LoggingConfig: { LogGroup: "/aws/lambda/shop-production" } };
    const may = (of: Parameters<typeof roleSpec>[0]) => {
      const allows = permits(roleSpec(of));
      const context = { "elasticfilesystem:AccessPointArn": POINT };
      return [
        allows("elasticfilesystem:ClientMount", "any", context),
        allows("logs:CreateLogGroup", `${LOGS}/shop/a`),
        allows("logs:CreateLogGroup", `${LOGS}/aws/lambda/shop-production`),
      ];
    };
    expect(may({ ...production, live })).toEqual([true, true, true]);
    expect(may({ ...production, live: own })).toEqual([false, false, true]);
    // Lambda tells the group of a function that names none.
    const shown = { LoggingConfig: { LogGroup: "/aws/lambda/shop-pr-12" } };
    expect(roleSpec({ ...preview, live: shown }).inline).toEqual(roleSpec(preview).inline);
  });

  test.each([true, false])("join a network if the stage has one: %s", (has) => {
    const functionConfiguration = has ? { VpcConfig: { SubnetIds: [] } } : {};
    const allows = permits(roleSpec({ ...production, functionConfiguration }));
    expect(allows("ec2:CreateNetworkInterface", "*")).toBe(has);
    expect(allows("ec2:RunInstances", "*")).toBe(false);
  });

  test.each([
    [["subnet-1"], true],
    [[], false], // As Lambda tells it of a function without a network.
  ])("join the network of the live version, which is in subnets %j: %s", (SubnetIds, may) => {
    const live = { VpcConfig: { SubnetIds, SecurityGroupIds: [], VpcId: "" } };
    const allows = permits(roleSpec({ ...production, live }));
    expect(allows("ec2:CreateNetworkInterface", "*")).toBe(may);
  });

  test.each<[object, object, boolean]>([
    [{ TracingConfig: { Mode: "Active" } }, {}, true],
    [{}, { TracingConfig: { Mode: "Active" } }, true],
    [{ TracingConfig: { Mode: "PassThrough" } }, { TracingConfig: { Mode: "PassThrough" } }, false],
    [{}, {}, false],
  ])("send traces if the stage %j or its live version %j does: %s", (given, live, may) => {
    const functionConfiguration = given as Readonly<Record<string, unknown>>;
    const of = { ...production, functionConfiguration, live: live as typeof functionConfiguration };
    expect(permits(roleSpec(of))("xray:PutTraceSegments", "*")).toBe(may);
  });

  test.each<[Readonly<Record<string, unknown>>, string]>([
    [{ LoggingConfig: { LogGroup: "/aws/lambda/*" } }, "LoggingConfig.LogGroup"],
    [{ LoggingConfig: { LogGroup: 7 } }, "LoggingConfig.LogGroup"],
    [{ FileSystemConfigs: [{ Arn: `${POINT.slice(0, -1)}*` }] }, "FileSystemConfigs"],
    [{ FileSystemConfigs: [null] }, "FileSystemConfigs"],
  ])("name nothing but what is meant: %j is refused", (functionConfiguration, member) => {
    let thrown: unknown;
    try {
      roleSpec({ ...production, functionConfiguration });
    } catch (error) {
      thrown = error;
    }
    expect((thrown as UserError).message).toContain(`\`function-configuration\`: \`${member}\``);
    expect((thrown as UserError).fix).toContain("execution-role");
  });

  test.each([
    ["production", production, "shop-production"],
    ["a preview", preview, "shop-pr-12"],
  ])("let the function of %s invoke itself if it fans out, and no other", (_, of, name) => {
    const allows = permits(roleSpec({ ...of, fansOut: true }));
    const may = (from: string, to: string) =>
      allows("lambda:InvokeFunction", `${LAMBDA}${to}:7`, {
        "lambda:SourceFunctionArn": `${LAMBDA}${from}`,
      });
    expect(may(name, name)).toBe(true);
    for (const other of ["shop-production", "shop-pr-12", "shop-pr-1"]) {
      if (other === name) continue;
      expect([may(name, other), may(other, name)]).toEqual([false, false]);
    }
    expect(permits(roleSpec(of))("lambda:InvokeFunction", `${LAMBDA}${name}:7`)).toBe(false);
  });
});

/** IAM counts the characters of all inline policies of a role together, without white space. */
const MAX_INLINE = 10_240;

describe("all inline policies of a role together have room for", () => {
  const sizeOf = (specs: readonly RoleSpec[]) => {
    const inline = new Map(
      specs.flatMap((spec) => spec.inline.map((one) => [one.name, one.policy])),
    );
    return [...inline.values()].join("").replace(/\s/g, "").length;
  };
  const VpcConfig = { SubnetIds: [] };
  const FileSystemConfigs = [{ Arn: POINT, LocalMountPath: "/mnt/data" }];

  test("ten stages with all there is, of an app with a long name", () => {
    const functionConfiguration = { VpcConfig, FileSystemConfigs };
    const specs = Array.from({ length: 10 }, (_, index) => {
      const of = stage("deployed", `${"s".repeat(10)}${index}`, "a".repeat(30));
      return roleSpec({ ...of, functionConfiguration, fansOut: true });
    });
    expect(sizeOf(specs)).toBeLessThan(MAX_INLINE);
  });

  test("hundreds of previews, and thirty that prewarm", () => {
    const previews = (length: number, fansOut: boolean) =>
      Array.from({ length }, (_, index) =>
        roleSpec({ ...stage("preview", `pr-${index + 100}`), fansOut }),
      );
    expect(sizeOf(previews(500, false))).toBeLessThan(MAX_INLINE);
    expect(sizeOf(previews(30, true))).toBeLessThan(MAX_INLINE);
  });
});

describe("the schedulers' roles", () => {
  test.each([
    ["megamode-shop.scheduler", production],
    ["megamode-shop.preview.scheduler", preview],
  ])("%s invokes the live version of its stages, and nothing else", (name, of) => {
    const spec = schedulerRoleSpec(of);
    expect(spec).toMatchObject({ name, detached: [], tags: { "megamode:app": "shop" } });
    const allows = permits(spec);
    expect(allows("lambda:InvokeFunction", of.aliasArn)).toBe(true);
    for (const other of [of.aliasArn.replace(/live$/, "7"), `${LAMBDA}shop-other:live`]) {
      expect(allows("lambda:InvokeFunction", other)).toBe(false);
    }
  });

  test("are assumed for schedules of the account only", () => {
    expect(JSON.parse(schedulerRoleSpec(production).trustPolicy).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  test("lose the policy by which an older version let them invoke whatever begins with the app's name", () => {
    expect(schedulerRoleSpec(production).inline).toContainEqual({
      name: "megamode-eu-west-1",
      policy: undefined,
    });
  });
});
