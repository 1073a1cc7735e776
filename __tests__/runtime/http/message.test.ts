import { expect, test } from "@jest/globals";
import { headerValue } from "../../../runtime/src/http/message.ts";

test("a header is found by its lower-case name, its first line if it has several", () => {
  const lines = [
    ["X-Other", "0"],
    ["X-Name", "1"],
    ["x-name", "2"],
  ] as const;
  expect(headerValue(lines, "x-name")).toBe("1");
  expect(headerValue(lines, "x-none")).toBeUndefined();
});
