/** One line, and what is known of it. */
export interface LogLine {
  /** `Rails`, `Rack` or `megamode`. */
  readonly source: string;
  readonly level: string;
  /** Absent while no request has come. */
  readonly requestId: string | undefined;
  /** Whether it was written after its request had ended. */
  readonly after?: boolean;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly text: string;
  /** Whether the text is a record already. */
  readonly isRecord?: boolean;
}

/** Bytes of a record: CloudWatch takes more today, and others that read its logs may not. */
const MOST = 256 * 1024 - 1024;

/** A line of a backtrace, and a blank one, also with the tags of Rails' logger: they continue the record before them. */
const CONTINUATION =
  /^(?:\[[^\]\s]*\] ?)*\s*$|^\s*(?:from |\d+: )?\S[^"]*:\d+:in [`'"]|^\s+\.{3} \d+ levels/;

/** The beginning of a line of Ruby's Logger: `E, [2026-11-23T21:58:12.123456 #7] ERROR -- : text`. */
const SEVERITY = /^[A-Z], \[[^\]]*\]\s+(\w+) -- /;

/** Lambda's levels: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html */
const LEVEL = /^(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)/;

/**
 * Renders lines as records, one JSON object on each line. A backtrace is one record with the line before it, unless that is
 * a record already.
 */
export function renderRecords(lines: readonly LogLine[]): string {
  let rendered = "";
  let open: LogLine | undefined;
  for (const line of lines) {
    if (open && continues(open, line)) open = { ...open, text: `${open.text}\n${line.text}` };
    else {
      if (open) rendered += render(open);
      open = line;
    }
  }
  return open ? rendered + render(open) : rendered;
}

function continues(open: LogLine, { source, requestId, after, text }: LogLine): boolean {
  return (
    CONTINUATION.test(text) &&
    !open.isRecord &&
    !open.text.startsWith("{") &&
    open.source === source &&
    open.requestId === requestId &&
    open.after === after &&
    open.text.length + text.length < MOST / 2
  );
}

function render(line: LogLine): string {
  if (line.isRecord) return `${line.text}\n`;
  if (line.text.startsWith("{")) {
    try {
      return renderAs(line, parse(line.text));
    } catch {
      // It is no JSON, or nested too deeply.
    }
  }
  return renderAs(line, undefined);
}

/** @param theirs the app's own record, if the line is one */
function renderAs(line: LogLine, theirs: Record<string, unknown> | undefined): string {
  const { source, requestId, after, time, text } = line;
  const { message, msg, ...rest } = theirs ?? { message: text.trimEnd() };
  const said = theirs ? (rest.level ?? rest.severity) : SEVERITY.exec(text)?.[1];
  const level = LEVEL.exec(typeof said === "string" ? said.toUpperCase() : "")?.[0] ?? line.level;
  const ours = {
    timestamp: new Date(time).toISOString(),
    level,
    ...(requestId && { requestId }),
    source,
    ...(after && { after }),
  };
  const isOurs = ([name]: [string, unknown]) => OURS.has(name);
  const clashing = Object.entries(rest).filter(isOurs);
  const record = JSON.stringify({
    ...ours,
    message: message ?? msg ?? "",
    ...Object.fromEntries(Object.entries(rest).filter((entry) => !isOurs(entry))),
    ...(clashing.length > 0 && { app: Object.fromEntries(clashing) }),
  });
  if (Buffer.byteLength(record) < MOST || text.length < 2) return `${record}\n`;
  // Written as JSON, a character takes up to six bytes. An object in two parts is text.
  const half = text.length >> 1;
  const cut = isHalf(text.charCodeAt(half)) ? half + 1 : half;
  return [text.slice(0, cut), text.slice(cut)]
    .map((part) => renderAs({ ...line, level, text: part }, undefined))
    .join("");
}

/** Whether this is the second half of a character that JavaScript keeps in two. */
function isHalf(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}

/** The members that say whose a record is: an app's own, which a client may have chosen, move to `app`. */
const OURS: ReadonlySet<string> = new Set([
  "timestamp",
  "level",
  "requestId",
  "source",
  "after",
  "app",
]);

/** Reads a JSON object. Numbers that JavaScript would round stay as they are. @throws SyntaxError, RangeError */
function parse(text: string): Record<string, unknown> {
  return JSON.parse(text, (_, value, { source } = {}) =>
    typeof value === "number" && String(value) !== source ? JSON.rawJSON(source) : value,
  );
}

declare global {
  interface JSON {
    rawJSON(text: string | undefined): unknown;
    parse(
      text: string,
      reviver: (key: string, value: unknown, context?: { source?: string }) => unknown,
    ): Record<string, unknown>;
  }
}
