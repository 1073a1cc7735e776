import { describe, expect, test } from "@jest/globals";
import { checkGroup, parseSettings } from "../../../../local/services/scheduler/settings.ts";

const Target = {
  Arn: "arn:aws:lambda:eu-west-1:123456789012:function:app:live",
  RoleArn: "arn:aws:iam::123456789012:role/app.scheduler",
};
const input = {
  ScheduleExpression: "rate(5 minutes)",
  FlexibleTimeWindow: { Mode: "OFF" },
  Target,
};

describe("a schedule's settings", () => {
  test("have AWS's defaults where nothing is said", () => {
    expect(parseSettings(input)).toEqual({ ...input, State: "ENABLED" });
  });

  test("keep all that is said", () => {
    const all = {
      ...input,
      Description: "d".repeat(512),
      State: "DISABLED",
      Target: {
        ...Target,
        Input: '{"a":1}',
        RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 185 },
      },
    };
    expect(parseSettings({ ...all, GroupName: "default", ClientToken: "t" })).toEqual(all);
  });

  const target = (changes: object) => ({ Target: { ...Target, ...changes } });
  const retry = (RetryPolicy: object) => target({ RetryPolicy });
  test.each<[string, object, RegExp]>([
    ["an unknown member", { EndDate: 1 }, /EndDate/],
    ["no expression", { ScheduleExpression: undefined }, /scheduleExpression/],
    ["a long description", { Description: "d".repeat(513) }, /512/],
    ["another state", { State: "PAUSED" }, /ENABLED, DISABLED/],
    ["no window", { FlexibleTimeWindow: undefined }, /flexibleTimeWindow/],
    ["a flexible window", { FlexibleTimeWindow: { Mode: "FLEXIBLE" } }, /does not implement/],
    ["another window", { FlexibleTimeWindow: { Mode: "ON" } }, /OFF, FLEXIBLE/],
    [
      "a window that is off with a length",
      { FlexibleTimeWindow: { Mode: "OFF", MaximumWindowInMinutes: 1 } },
      /must not be set/,
    ],
    ["a target that is a list", { Target: [] }, /not a structure/],
    ["no function", target({ Arn: undefined }), /target\.arn/],
    ["a function by its name", target({ Arn: "app" }), /not in correct format/],
    ["no role", target({ RoleArn: undefined }), /target\.roleArn/],
    ["a role by its name", target({ RoleArn: "app" }), /not a role's ARN/],
    ["input that is not JSON", target({ Input: "{" }), /well-formed JSON/],
    ["input that is not text", target({ Input: {} }), /well-formed JSON/],
    ["a young event", retry({ MaximumEventAgeInSeconds: 59 }), /60 to 86400/],
    ["an old event", retry({ MaximumEventAgeInSeconds: 86_401 }), /60 to 86400/],
    ["less than no retry", retry({ MaximumRetryAttempts: -1 }), /0 to 185/],
    ["half a retry", retry({ MaximumRetryAttempts: 0.5 }), /0 to 185/],
    ["many retries", retry({ MaximumRetryAttempts: 186 }), /0 to 185/],
  ])("cannot have %s", (_, changes, message) => {
    expect(() => parseSettings({ ...input, ...changes })).toThrow(message);
  });
});

test("there is one group, the default", () => {
  for (const group of [undefined, null, "default"]) expect(() => checkGroup(group)).not.toThrow();
  expect(() => checkGroup("mine")).toThrow("Schedule group mine does not exist");
});
