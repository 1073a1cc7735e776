import { expect, test } from "@jest/globals";
import { completedLine, formatBytes, processingLine } from "../../../runtime/src/logs/format.ts";

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.0 KB"],
  [2150, "2.1 KB"],
  [6 * 1024 ** 2, "6.0 MB"],
  [1024 ** 3, "1.0 GB"],
  [1024 ** 4, "1024.0 GB"],
])("%i bytes are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [200, 35, 2150, false, "Completed Status Code 200 in 0.035s (2.1 KB, warm)"],
  [404, 12_345, 0, true, "Completed Status Code 404 in 12.345s (0 B, cold)"],
])("the last line of a request: %i in %i ms", (status, milliseconds, bytes, cold, line) => {
  expect(completedLine(status, milliseconds, bytes, cold)).toBe(line);
});

test("the first line of a request", () => {
  expect(processingLine("GET", "/dev/posts")).toBe("Processing GET /dev/posts");
});
