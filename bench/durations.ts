/**
 * Adds up both phases of a cold start, as the line `REPORT` gives them: `Init Duration`, from the start of Lambda's Node
 * process until it asked for the first event, and `Duration`, until it had answered that.
 * @returns milliseconds
 */
export function durationsIn(log: string): number {
  const [, duration] = /^REPORT .*\tDuration: ([\d.]+) ms\t/m.exec(log) ?? [];
  const [, init] = /^REPORT .*\tInit Duration: ([\d.]+) ms\b/m.exec(log) ?? [];
  if (duration === undefined || init === undefined) {
    throw new Error(`the invocation was no cold start, or its init failed: ${log.trim()}`);
  }
  return Number(duration) + Number(init);
}
