import { expect, test } from "@jest/globals";
import { platformLog } from "../../../../local/sandbox/log/platform-log.ts";

const report = { requestId: "id", durationMs: 35.1234, memoryMb: 512, maxMemoryMb: 81 };

test("text has START, END and REPORT, and a failure's reason before END", () => {
  const log = platformLog();
  expect(log.start("id", "7")).toBe("START RequestId: id Version: 7");
  expect(log.end(report, "Task timed out")).toEqual([
    "Task timed out",
    "END RequestId: id",
    expect.stringMatching(/^REPORT RequestId: id\tDuration: 35\.12 ms\t/),
  ]);
  expect(log.end(report, undefined)).toHaveLength(2);
});

test("JSON has events of the Telemetry API's form", () => {
  const log = platformLog("JSON");
  const parsed = (line: string) => JSON.parse(line);
  const time = expect.stringMatching(/^\d{4}-.*Z$/);
  expect(parsed(log.start("id", "7"))).toEqual({
    time,
    type: "platform.start",
    record: { requestId: "id", version: "7" },
  });
  const failure = { status: "error", errorType: "Runtime.ExitError" } as const;
  const lines = log.end({ ...report, initMs: 480.25, failure }, "Runtime.ExitError");
  expect(lines.map(parsed)).toEqual([
    {
      time,
      type: "platform.report",
      record: {
        requestId: "id",
        metrics: {
          durationMs: 35.123,
          billedDurationMs: 516,
          memorySizeMB: 512,
          maxMemoryUsedMB: 81,
          initDurationMs: 480.25,
        },
        ...failure,
      },
    },
  ]);
  expect(parsed(log.end(report, undefined)[0]!).record.status).toBe("success");
  expect(parsed(log.initStart("24")).record).toMatchObject({ phase: "init" });
  expect(parsed(log.initReport(10_000, "timeout")).record).toMatchObject({
    status: "timeout",
    metrics: { durationMs: 10_000 },
  });
});
