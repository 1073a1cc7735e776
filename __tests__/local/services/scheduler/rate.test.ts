import { describe, expect, test } from "@jest/globals";
import { periodOf } from "../../../../local/services/scheduler/rate.ts";

describe("a rate", () => {
  test.each([
    ["rate(1 minute)", 60_000],
    ["rate(5 minutes)", 300_000],
    ["rate(1 hour)", 3_600_000],
    ["rate(2 days)", 172_800_000],
  ])("%s is %i ms", (expression, period) => {
    expect(periodOf(expression)).toBe(period);
  });

  test.each([
    "rate(0 minutes)",
    "rate(5 seconds)",
    "rate(-1 day)",
    "5 minutes",
    "",
    "rate(1 hour) ",
  ])("cannot be `%s`", (expression) => {
    expect(() => periodOf(expression)).toThrow("Invalid Schedule Expression");
  });

  test.each(["cron(0 8 * * ? *)", "at(2026-11-23T19:21:00)"])(
    "is all there is: not %s",
    (expression) => {
      expect(() => periodOf(expression)).toThrow(expect.objectContaining({ status: 501 }));
    },
  );
});
