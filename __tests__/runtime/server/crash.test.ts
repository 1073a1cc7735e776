import { expect, test } from "@jest/globals";
import { crashLine } from "../../../runtime/src/server/crash.ts";

test("an error is one event of the log, with its stack", () => {
  const line = crashLine("an uncaught error", new Error("boom"));
  expect(line).toMatch(
    /^megamode: an uncaught error, the proxy restarts: Error: boom\r +at .*crash\.test\.ts/,
  );
  expect(line.match(/\n/g)).toHaveLength(1);
  expect(line.endsWith("\n")).toBe(true);
});

test("anything else that was thrown is shown as text", () => {
  expect(crashLine("an unhandled rejection", "a\nb")).toBe(
    "megamode: an unhandled rejection, the proxy restarts: a\rb\n",
  );
});
