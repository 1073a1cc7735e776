import { describe, expect, test } from "@jest/globals";
import { rate } from "../../../../src/inputs/parse/rate.ts";

describe("rate", () => {
  test.each([
    ["off", "off"],
    ["30 minutes", "30 minutes"],
    ["1 hour", "1 hour"],
    ["1 minutes", "1 minute"],
    ["2  hour", "2 hours"],
  ])("reads `%s` as `%s`", (text, expected) => expect(rate(text)).toBe(expected));

  test.each(["0 minutes", "minutes", "5", "5 seconds", "rate(5 minutes)", "never", "1.5 hours"])(
    "refuses `%s`",
    (text) =>
      expect(() => rate(text)).toThrow(
        `\`${text}\` must be \`off\` or a time such as \`30 minutes\` or \`1 hour\`.`,
      ),
  );
});
