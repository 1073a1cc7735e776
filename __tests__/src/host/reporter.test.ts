import { expect, test } from "@jest/globals";
import { terminalReporter } from "../../../src/host/reporter.ts";

test("a terminal shows groups with their time, messages by their kind, and no secret", async () => {
  let now = 0;
  const clock = { now: () => now, sleep: async () => {} };
  const lines: string[] = [];
  const reporter = terminalReporter(clock, (line) => lines.push(line));
  reporter.secret("s3cret");
  const result = await reporter.group("Pack", async () => {
    reporter.info("with s3cret, s3cret");
    now += 2500;
    return 7;
  });
  reporter.notice("one");
  reporter.warning("two");
  reporter.error("three");
  expect(result).toBe(7);
  expect(lines).toEqual([
    "\u2022 Pack",
    "  with ***, ***",
    "  2.5 s",
    "note: one",
    "warning: two",
    "error: three",
  ]);
});
