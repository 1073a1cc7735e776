import { describe, expect, test } from "@jest/globals";
import {
  bucketName,
  NETWORK_POLICY,
  olderBucketName,
  regionPolicyName,
  resourceName,
  roleName,
  schedulerRoleName,
  stagePolicyName,
} from "../../../../src/release/place/names.ts";

test("names tell the app, the stage, the account and the region", () => {
  expect(resourceName("shop", "production")).toBe("shop-production");
  expect(roleName("shop", "deployed")).toBe("megamode-shop");
  expect(roleName("shop", "preview")).toBe("megamode-shop.preview");
  expect(schedulerRoleName("shop", "deployed")).toBe("megamode-shop.scheduler");
  expect(schedulerRoleName("shop", "preview")).toBe("megamode-shop.preview.scheduler");
  expect(regionPolicyName("eu-west-1")).toBe("megamode-eu-west-1");
  expect(stagePolicyName("eu-west-1", "production")).toBe("megamode-eu-west-1-production");
  expect(olderBucketName("123456789012", "eu-west-1")).toBe("megamode-123456789012-eu-west-1");
  expect(bucketName("123456789012", "eu-west-1")).toBe("megamode-123456789012-eu-west-1-an");
});

describe("a name that Lambda would refuse for its length", () => {
  const [app, stage] = ["a".repeat(40), "b".repeat(24)];

  test("is one of more than 64 characters", () => {
    expect(resourceName(app, stage.slice(1))).toBe(`${app}-${stage.slice(1)}`);
  });

  test("ends with a digest, so that it stays another than its neighbours'", () => {
    const name = resourceName(app, stage);
    expect(name).toMatch(/^a{40}-b{14}-[0-9a-f]{8}$/);
    expect(name).toHaveLength(64);
    expect(resourceName(app, `${stage}b`)).not.toBe(name);
    expect(resourceName(app, stage)).toBe(name);
  });
});

/**
 * What AWS takes, in the models of its own SDKs (botocore's `service-2.json`), which the pages of the API repeat:
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html
 */
const FORMS = {
  function: /^[a-zA-Z0-9-_]{1,64}$/,
  schedule: /^[0-9a-zA-Z-_.]{1,64}$/,
  logGroup: /^[.\-_/#A-Za-z0-9]{1,512}$/,
  role: /^[\w+=,.@-]{1,64}$/,
  policy: /^[\w+=,.@-]{1,128}$/,
  bucket: /^[0-9a-z][0-9a-z-]{1,61}[0-9a-z]$/,
};

describe.each([
  ["a", "b"],
  ["shop", "pr-12"],
  ["0".repeat(40), "-".padStart(39, "9").padEnd(40, "9")],
  ["a".repeat(40), "b".repeat(40)],
])("every name that follows from the app %s and the stage %s", (app, stage) => {
  const region = "ap-southeast-99";
  const levels = ["deployed", "preview"] as const;
  test.each<[keyof typeof FORMS, readonly string[]]>([
    ["function", [resourceName(app, stage)]],
    ["schedule", [resourceName(app, stage)]],
    ["logGroup", [`/aws/lambda/${resourceName(app, stage)}`]],
    ["role", levels.flatMap((level) => [roleName(app, level), schedulerRoleName(app, level)])],
    ["policy", [NETWORK_POLICY, regionPolicyName(region), stagePolicyName(region, stage)]],
    ["bucket", [bucketName("123456789012", region)]],
  ])("is one that AWS takes for a %s", (kind, names) => {
    expect(names.filter((name) => !FORMS[kind].test(name))).toEqual([]);
  });
});

test("the names of the roles of an app and its neighbours are distinct, and IAM takes them", () => {
  const apps = ["shop", "shop-preview", "a".repeat(40), `${"a".repeat(39)}b`];
  const levels = ["deployed", "preview"] as const;
  const names = apps.flatMap((app) =>
    levels.flatMap((level) => [roleName(app, level), schedulerRoleName(app, level)]),
  );
  expect(new Set(names).size).toBe(apps.length * 4);
  expect(names.filter((name) => name.length > 64)).toEqual([]);
});
