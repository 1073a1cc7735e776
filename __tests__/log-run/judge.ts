/** What was found wrong in the log of one sandbox, and what there was. */
export interface Judgement {
  readonly problems: readonly string[];
  /** Lines of the app. */
  readonly lines: number;
  /** Those that are marked as written after their request. */
  readonly marked: number;
  /** Those of them that appear within a later request. */
  readonly later: number;
}

interface Shown {
  readonly text: string;
  /** The request that the log says it is of; the first characters of its id if the log is text. */
  readonly of: string | undefined;
  readonly isMarked: boolean;
}

/**
 * Judges a sandbox's log. Each line of the app has a number, by the order of writing, and its request's id. The log must
 * have all numbers in order, and say of each line what the line says itself.
 * @param written how many lines the app says that it wrote
 */
export function judge(log: string, written: number): Judgement {
  const problems: string[] = [];
  const counts = { lines: 0, marked: 0, later: 0 };
  let current: string | undefined;
  for (const line of log.split("\n")) {
    const start = line.match(/^START (.*)$/)?.[1];
    if (start !== undefined) current = start;
    const shown = read(line);
    const [, number, id, text = ""] = shown?.text.match(/^(\d+) (\S+) (.*)$/) ?? [];
    if (shown === undefined || id === undefined) continue;
    counts.lines += 1;
    if (Number(number) !== counts.lines) {
      problems.push(`line ${number} comes in place of line ${counts.lines}`);
      counts.lines = Number(number);
    }
    if (shown.isMarked) counts.marked += 1;
    if (shown.isMarked && id !== current) counts.later += 1;
    const of = shown.of ?? (shown.isMarked ? undefined : current);
    if (!of || !id.startsWith(of)) problems.push(`line ${number} of ${id} is said to be of ${of}`);
    if (shown.isMarked && !text.startsWith("late"))
      problems.push(`line ${number}, ${text}, is marked`);
    if (!shown.isMarked && id !== current) problems.push(`line ${number} of ${id} is not marked`);
  }
  if (counts.lines !== written) problems.push(`${counts.lines} lines of ${written}`);
  return { problems, ...counts };
}

function read(line: string): Shown | undefined {
  if (line.startsWith("{")) {
    const { source, message, requestId, after = false } = JSON.parse(line);
    return source === "Rack" ? { text: message, of: requestId, isMarked: after } : undefined;
  }
  const [, after, text] = line.match(/^Rack: (?:\[after (.{8})\] )?(.*)$/) ?? [];
  return text === undefined ? undefined : { text, of: after, isMarked: after !== undefined };
}
