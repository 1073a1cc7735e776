import { describe, expect, test } from "@jest/globals";
import { readInputs } from "../../../../src/inputs/read.ts";

const read = (stage: string, rate?: string) =>
  readInputs(
    {
      ...{ AWS_REGION: "eu-west-1", GITHUB_REPOSITORY: "org/shop", INPUT_STAGE: stage },
      ...(rate === undefined ? {} : { "INPUT_PREWARM-RATE": rate }),
    },
    "/checkout",
  ).prewarmRate;

describe("prewarm-rate", () => {
  test.each([
    ["production", undefined, "30 minutes"],
    ["pr-7", undefined, undefined],
    ["pr-7", "5 minutes", "5 minutes"],
    ["production", "off", undefined],
    ["production", "1 hour", "1 hour"],
    ["production", "1 minutes", "1 minute"],
    ["production", "2  hour", "2 hours"],
  ])("of %s, given %s, is %s", (stage, given, rate) => expect(read(stage, given)).toBe(rate));

  test.each(["0 minutes", "minutes", "5", "5 seconds", "rate(5 minutes)", "never", "1.5 hours"])(
    "cannot be %s",
    (text) => expect(() => read("production", text)).toThrow(/`prewarm-rate`: .*`30 minutes`/),
  );
});
