/** What the platform reports about an invocation. Its lines look as on AWS, including the tabs. */
export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  /** The duration of a cold start's init phase, which is billed too. */
  readonly initMs?: number | undefined;
  readonly memoryMb: number;
  readonly maxMemoryMb: number;
  readonly failure?:
    | { readonly status: "timeout" | "error"; readonly errorType?: string }
    | undefined;
}

export function renderInitStart(version: string): string {
  return `INIT_START Runtime Version: nodejs:24.v0\tRuntime Version ARN: arn:aws:lambda:local::runtime:node-${version}`;
}

export function renderInitReport(
  ms: number,
  status: "timeout" | "error",
  errorType?: string,
): string {
  return [
    `INIT_REPORT Init Duration: ${ms.toFixed(2)} ms`,
    "Phase: init",
    `Status: ${status}`,
    ...(errorType === undefined ? [] : [`Error Type: ${errorType}`]),
  ].join("\t");
}

export function renderReport(report: Report): string {
  const { initMs = 0, failure } = report;
  return [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(report.durationMs + initMs)} ms`,
    `Memory Size: ${report.memoryMb} MB`,
    `Max Memory Used: ${report.maxMemoryMb} MB`,
    ...(report.initMs === undefined ? [] : [`Init Duration: ${report.initMs.toFixed(2)} ms`]),
    ...(failure === undefined ? [] : [`Status: ${failure.status}`]),
    ...(failure?.errorType === undefined ? [] : [`Error Type: ${failure.errorType}`]),
  ].join("\t");
}
