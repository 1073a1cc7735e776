import { describe, expect, test } from "@jest/globals";
import { functionArn, parseTarget } from "../../../../local/services/lambda/names.ts";

describe("a function is named", () => {
  test.each([
    ["app", null, { name: "app" }],
    ["app:live", null, { name: "app", qualifier: "live" }],
    ["app", "$LATEST", { name: "app", qualifier: "$LATEST" }],
    ["app:live", "live", { name: "app", qualifier: "live" }],
    ["123456789012:function:app", "2", { name: "app", qualifier: "2" }],
    [
      "arn:aws:lambda:eu-west-1:123456789012:function:app:live",
      null,
      { name: "app", qualifier: "live" },
    ],
  ])("%s with the qualifier %s", (name, qualifier, target) => {
    expect(parseTarget(name, qualifier)).toEqual(target);
  });

  test.each([
    ["a.b", null, /'a\.b' at 'functionName'/],
    ["a".repeat(65), null, /functionName/],
    ["app", "a.b", /'a\.b' at 'qualifier'/],
    ["app:live", "2", /does not match the specified qualifier/],
  ])("not %s with the qualifier %s", (name, qualifier, message) => {
    expect(() => parseTarget(name, qualifier)).toThrow(message);
  });
});

test("a function's ARN may have a qualifier", () => {
  const place = { region: "r", account: "1" };
  expect(functionArn(place, "app")).toBe("arn:aws:lambda:r:1:function:app");
  expect(functionArn(place, "app", "live")).toBe("arn:aws:lambda:r:1:function:app:live");
});
