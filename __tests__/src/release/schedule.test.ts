import { describe, expect, test } from "@jest/globals";
import { roleSpec, schedulerRoleSpec } from "../../../src/release/role-specs.ts";
import { findSchedule, wantedSchedule } from "../../../src/release/schedule.ts";
import { addStage, fakeCloud } from "../../fakes/cloud.ts";

const identity = { account: "123456789012", partition: "aws" };
const aliasArn = "arn:aws:lambda:eu-west-1:123456789012:function:shop-production:live";
const place = { app: "shop", name: "shop-production", identity, aliasArn };
const wanted = wantedSchedule({ prewarmRate: "30 minutes", prewarmConcurrency: 4 }, place);

describe("a stage's schedule", () => {
  test("asks one sandbox of the live version to see to all of them", () => {
    expect(wanted).toEqual({
      expression: "rate(30 minutes)",
      target: aliasArn,
      role: "arn:aws:iam::123456789012:role/megamode-shop.scheduler",
      input: '{"megamode":1,"message":"prewarm","holdUntil":0,"fanOut":4}',
    });
    expect(
      wantedSchedule({ prewarmRate: undefined, prewarmConcurrency: 4 }, place),
    ).toBeUndefined();
  });

  test("is known by what it invokes: another of its name is left alone", async () => {
    const cloud = fakeCloud();
    addStage(cloud, { app: "shop", stage: "production", repository: "org/shop" });
    expect(await findSchedule(cloud, place, true)).toMatchObject({ target: aliasArn });
    cloud.schedulesThere.set("shop-production", "arn:aws:sqs:eu-west-1:123456789012:queue");
    expect(await findSchedule(cloud, place, false)).toBeUndefined();
    await expect(findSchedule(cloud, place, true)).rejects.toThrow(/did not make.*sqs/);
  });
});

describe("who may invoke whom", () => {
  const of = {
    ...place,
    ...{ stage: "production", region: "eu-west-1", bucket: "b", functionConfiguration: {} },
    tags: { "megamode:app": "shop", "megamode:stage": "production" },
  };
  const statements = (policy = "{}") => JSON.parse(policy).Statement;

  test("a function itself, where one sandbox sees to the others, and no other function", () => {
    const { inline } = roleSpec({ ...of, fansOut: true });
    const self = "arn:aws:lambda:eu-west-1:123456789012:function:shop-production";
    expect(inline[1]?.name).toBe("megamode-eu-west-1-production");
    expect(statements(inline[1]?.policy)).toEqual([
      {
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: `${self}:*`,
        Condition: { ArnEquals: { "lambda:SourceFunctionArn": self } },
      },
    ]);
    expect(roleSpec({ ...of, fansOut: false }).inline[1]?.policy).toBeUndefined();
  });

  test("the scheduler the functions of the app", () => {
    const spec = schedulerRoleSpec(of);
    expect(spec).toMatchObject({
      ...{ name: "megamode-shop.scheduler", service: "scheduler.amazonaws.com" },
      tags: { "megamode:app": "shop" },
    });
    expect(statements(spec.inline[0]?.policy)[0].Resource).toBe(
      "arn:aws:lambda:eu-west-1:123456789012:function:shop-*",
    );
  });
});
