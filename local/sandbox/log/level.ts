const LEVELS = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

/**
 * Whether Lambda keeps a line of the application. A line that is no JSON object, or has no level or no time that Lambda
 * understands, counts as INFO.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 * @param least `ApplicationLogLevel`; undefined where the log is text: then every line is kept
 */
export function isKept(line: string, least: string | undefined): boolean {
  return least === undefined || LEVELS.indexOf(levelOf(line)) >= LEVELS.indexOf(least);
}

function levelOf(line: string): string {
  try {
    const { level, timestamp } = JSON.parse(line);
    const name = String(level).toUpperCase();
    const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(timestamp);
    return LEVELS.includes(name) && isTime ? name : "INFO";
  } catch {
    return "INFO";
  }
}
