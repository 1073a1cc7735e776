import { describe, expect, test } from "@jest/globals";
import {
  bucketName,
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

test("the names of the roles of an app and its neighbours are distinct, and IAM takes them", () => {
  const apps = ["shop", "shop-preview", "a".repeat(40), `${"a".repeat(39)}b`];
  const levels = ["deployed", "preview"] as const;
  const names = apps.flatMap((app) =>
    levels.flatMap((level) => [roleName(app, level), schedulerRoleName(app, level)]),
  );
  expect(new Set(names).size).toBe(apps.length * 4);
  expect(names.filter((name) => name.length > 64)).toEqual([]);
});
