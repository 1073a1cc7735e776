import { describe, expect, test } from "@jest/globals";
import { previewVariables, sharedDatabases } from "../../../src/inputs/preview-variables.ts";

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

describe("a shared database", () => {
  const url = "postgres://db/shop";
  test.each([
    ["DATABASE_URL", url, url, true],
    ["QUEUE_DATABASE_URL", url, url, true],
    ["DATABASE_URL", url, `${url}_12`, false],
    ["DATABASE_URL", "", "", false],
    ["MYDATABASE_URL", url, url, false],
    ["DATABASE_URL_FORMAT", url, url, false],
    ["REDIS_URL", url, url, false],
  ])("of %s: `%s`, in the preview `%s`: %s", (name, common, preview, shared) =>
    expect(sharedDatabases({ [name]: common }, { [name]: preview })).toEqual(shared ? [name] : []),
  );
});
