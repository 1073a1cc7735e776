import { describe, expect, test } from "@jest/globals";
import type { ScheduleSpec } from "../../../src/ports/schedules.ts";
import { findSchedule, wantedSchedule } from "../../../src/release/schedule.ts";

const aliasArn = "arn:aws:lambda:eu-west-1:123456789012:function:shop-production:live";
const place = {
  identity: { account: "123456789012", partition: "aws" },
  region: "eu-west-1",
  app: "shop",
  stage: "production",
  level: "deployed" as const,
  name: "shop-production",
  bucket: "bundles",
  tags: { "megamode:app": "shop" },
  aliasArn,
};
const schedule: ScheduleSpec = {
  expression: "rate(30 minutes)",
  target: aliasArn,
  role: "arn:aws:iam::123456789012:role/megamode-shop.scheduler",
  input: '{"megamode":1,"message":"prewarm","holdUntil":0,"fanOut":4}',
};

/** AWS with one schedule or none. */
function cloudWith(there: ScheduleSpec | undefined) {
  const unexpected = async (): Promise<never> => {
    throw new Error("Nothing is to be changed.");
  };
  const find = async (name: string) => (name === place.name ? there : undefined);
  return { schedules: { find, create: unexpected, update: unexpected, remove: unexpected } };
}

describe("the schedule that is wanted", () => {
  test("asks one sandbox of the live version to prewarm all of them", () => {
    const inputs = { prewarmRate: "30 minutes", prewarmConcurrency: 4 };
    expect(wantedSchedule(inputs, place)).toEqual(schedule);
  });

  test("has the previews' role where the stage is a preview", () => {
    const inputs = { prewarmRate: "30 minutes", prewarmConcurrency: 4 };
    expect(wantedSchedule(inputs, { ...place, level: "preview" })?.role).toBe(
      "arn:aws:iam::123456789012:role/megamode-shop.preview.scheduler",
    );
  });

  test("is none where the stage is not prewarmed", () => {
    const inputs = { prewarmRate: undefined, prewarmConcurrency: 4 };
    expect(wantedSchedule(inputs, place)).toBeUndefined();
  });
});

describe("the schedule that is there", () => {
  test.each([true, false])(
    "is the one that invokes the stage's alias, wanted: %s",
    async (wanted) => {
      expect(await findSchedule(cloudWith(schedule), place, wanted)).toBe(schedule);
      expect(await findSchedule(cloudWith(undefined), place, wanted)).toBeUndefined();
    },
  );

  test("is not another of its name, which is an error where the name is needed", async () => {
    const cloud = cloudWith({ ...schedule, target: "arn:aws:sqs:queue" });
    expect(await findSchedule(cloud, place, false)).toBeUndefined();
    await expect(findSchedule(cloud, place, true)).rejects.toThrow(
      "There is a schedule `shop-production` that megamode-deploy did not make: it invokes `arn:aws:sqs:queue`.",
    );
  });
});
