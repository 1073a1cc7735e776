import { describe, expect, test } from "@jest/globals";
import { levelsUsedBy, trustOf } from "../../../src/inputs/trust.ts";

describe("a stage's trust level", () => {
  test.each([
    ["production", undefined, "protected"],
    ["staging", undefined, "deployed"],
    ["pr-12", { number: 12 }, "preview"],
    ["production", { number: 12 }, "preview"],
  ] as const)("%s, preview %j: %s", (stage, preview, expected) =>
    expect(trustOf(stage, preview, ["production"])).toBe(expected),
  );
});

describe("what a level may use", () => {
  test.each([
    ["protected", ["protected"]],
    ["deployed", ["protected", "deployed"]],
    ["preview", ["protected", "deployed", "preview"]],
  ] as const)("%s: %j", (level, expected) => expect(levelsUsedBy(level)).toEqual(expected));
});
