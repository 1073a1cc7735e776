import { expect, test } from "@jest/globals";
import { renderInitReport, renderReport } from "../../../../local/sandbox/log/report.ts";

const report = { requestId: "r", durationMs: 12.345, memoryMb: 128, maxMemoryMb: 70 };

test("a report says what was used and what is billed", () => {
  expect(renderReport(report)).toBe(
    "REPORT RequestId: r\tDuration: 12.35 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB",
  );
});

test("the init phase is billed too", () => {
  expect(renderReport({ ...report, initMs: 100.5 })).toMatch(
    /\tBilled Duration: 113 ms\t.*\tInit Duration: 100\.50 ms$/,
  );
});

test("a failure says its status, and its type if it has one", () => {
  expect(renderReport({ ...report, failure: { status: "timeout" } })).toMatch(/\tStatus: timeout$/);
  expect(
    renderReport({ ...report, failure: { status: "error", errorType: "Runtime.ExitError" } }),
  ).toMatch(/\tStatus: error\tError Type: Runtime\.ExitError$/);
  expect(renderInitReport(1, "timeout")).toBe(
    "INIT_REPORT Init Duration: 1.00 ms\tPhase: init\tStatus: timeout",
  );
  expect(renderInitReport(1, "error", "E")).toMatch(/\tStatus: error\tError Type: E$/);
});
