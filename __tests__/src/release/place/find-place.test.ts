import { expect, test } from "@jest/globals";
import type { Cloud } from "../../../../src/ports/cloud.ts";
import { findPlace } from "../../../../src/release/place/find-place.ts";

const identity = { account: "123456789012", partition: "aws-cn" };
const store = { findBucket: async () => false };
const cloud = { region: "cn-north-1", roles: { identity: async () => identity }, store };
const find = (inputs: Parameters<typeof findPlace>[1]) =>
  findPlace(cloud as unknown as Cloud, inputs, { repository: "org/shop", repositoryId: "1001" });

test("a place has the names that the account, the region and the stage give", async () => {
  const inputs = { app: "shop", stage: "pr-12", preview: { number: 12 }, bucket: undefined };
  expect(await find(inputs)).toEqual({
    identity,
    region: "cn-north-1",
    app: "shop",
    stage: "pr-12",
    level: "preview",
    name: "shop-pr-12",
    bucket: "megamode-123456789012-cn-north-1-an",
    tags: {
      "megamode:app": "shop",
      "megamode:stage": "pr-12",
      "megamode:repository": "org/shop",
      "megamode:repository-id": "1001",
      "megamode:pull-request": "12",
    },
    aliasArn: "arn:aws-cn:lambda:cn-north-1:123456789012:function:shop-pr-12:live",
  });
});

test("a place has the bucket that the user names", async () => {
  const inputs = { app: "shop", stage: "beta", preview: undefined, bucket: "bundles" };
  const place = await find(inputs);
  expect(place).toMatchObject({ bucket: "bundles", level: "deployed" });
  expect(place.tags).not.toHaveProperty("megamode:pull-request");
});
