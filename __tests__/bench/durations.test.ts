import { describe, expect, test } from "@jest/globals";
import { durationsIn } from "../../bench/durations.ts";
import { renderInitReport, renderReport } from "../../local/sandbox/log/report.ts";

const report = { requestId: "id", durationMs: 40.25, memoryMb: 1769, maxMemoryMb: 100 };

describe("the time that Lambda reports of a cold start", () => {
  test("is that of both phases", () => {
    const log = `INIT_START x\nDuration: 7 ms\n${renderReport({ ...report, initMs: 1000.5 })}\nthe end`;
    expect(durationsIn(log)).toBe(1040.75);
  });

  test.each([
    ["a warm sandbox", renderReport(report)],
    ["an init that failed", `${renderInitReport(9999, "timeout")}\n${renderReport(report)}`],
    ["nothing", ""],
  ])("is not known of %s", (_, log) => {
    expect(() => durationsIn(log)).toThrow("was no cold start");
  });
});
