import { describe, expect, test } from "@jest/globals";
import {
  bucketName,
  fanOutPolicyName,
  resourceName,
  roleName,
  schedulerRoleName,
} from "../../../../src/release/place/names.ts";

test("names tell the app, the stage, the account and the region", () => {
  expect(resourceName("shop", "production")).toBe("shop-production");
  expect(roleName("shop")).toBe("megamode-shop");
  expect(schedulerRoleName("shop")).toBe("megamode-shop.scheduler");
  expect(fanOutPolicyName("eu-west-1", "production")).toBe("megamode-eu-west-1-production");
  expect(bucketName("123456789012", "eu-west-1")).toBe("megamode-123456789012-eu-west-1");
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
