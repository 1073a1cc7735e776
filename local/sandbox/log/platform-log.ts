import { type Report, renderInitReport, renderInitStart, renderReport } from "./report.ts";

/** What the platform writes into a function's log. */
export interface PlatformLog {
  initStart(version: string): string;
  initReport(ms: number, status: "timeout" | "error", errorType?: string): string;
  start(requestId: string, version: string): string;
  /** Lines at an invocation's end. @param reason why it failed, if it did */
  end(report: Report, reason: string | undefined): readonly string[];
}

const text: PlatformLog = {
  initStart: renderInitStart,
  initReport: renderInitReport,
  start: (requestId, version) => `START RequestId: ${requestId} Version: ${version}`,
  end: (report, reason) => [
    ...(reason === undefined ? [] : [reason]),
    `END RequestId: ${report.requestId}`,
    renderReport(report),
  ],
};

/** https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
const json: PlatformLog = {
  initStart: (version) =>
    event("initStart", {
      initializationType: "on-demand",
      phase: "init",
      runtimeVersion: "nodejs:24.v0",
      runtimeVersionArn: `arn:aws:lambda:local::runtime:node-${version}`,
    }),
  initReport: (ms, status, errorType) =>
    event("initReport", {
      initializationType: "on-demand",
      phase: "init",
      status,
      ...(errorType && { errorType }),
      metrics: { durationMs: rounded(ms) },
    }),
  start: (requestId, version) => event("start", { requestId, version }),
  end: ({ requestId, durationMs, initMs, memoryMb, maxMemoryMb, failure }) => [
    event("report", {
      requestId,
      metrics: {
        durationMs: rounded(durationMs),
        billedDurationMs: Math.ceil(durationMs + (initMs ?? 0)),
        memorySizeMB: memoryMb,
        maxMemoryUsedMB: maxMemoryMb,
        ...(initMs !== undefined && { initDurationMs: rounded(initMs) }),
      },
      status: failure?.status ?? "success",
      ...(failure?.errorType && { errorType: failure.errorType }),
    }),
  ],
};

export function platformLog(format: "Text" | "JSON" = "Text"): PlatformLog {
  return format === "JSON" ? json : text;
}

function event(type: string, record: unknown): string {
  return JSON.stringify({ time: new Date().toISOString(), type: `platform.${type}`, record });
}

const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
