import { describe, expect, test } from "@jest/globals";
import { previewVariables } from "../../../src/inputs/preview-variables.ts";

describe("a preview's variables", () => {
  test("take precedence, and have every `{stage}` and `{number}` of their own replaced", () => {
    const common = { HOST: "{stage}", DATABASE: "shop" };
    const own = { DATABASE: "{stage}_{number}_{number}", ONLY: "{other}" };
    expect(previewVariables(common, own, "review", { number: 12 })).toEqual({
      HOST: "{stage}",
      DATABASE: "review_12_12",
      ONLY: "{other}",
    });
  });
});
