import { expect, test } from "@jest/globals";
import { processInfo } from "../../../runtime/src/server/processes.ts";
import { Vitals } from "../../../runtime/src/server/vitals.ts";

test("memory is said in the MB that Lambda counts the function's in", () => {
  const vitals = new Vitals(processInfo(process.pid)!.group, "1769");
  const bytes = vitals.measure();
  // Below that, a megabyte of 1,000,000 bytes could be rounded to the same number.
  expect(bytes).toBeGreaterThan(30 * 1024 * 1024);
  const megabytes = Math.round(bytes / (1024 * 1024));
  expect(`${vitals}`).toContain(`and had ${megabytes} MB of the function's 1769 MB.`);
});
