import { type Obeyed, readRunnerLog } from "./runner-log.ts";

/**
 * Returns the names of the outputs that the runner does not hand on: what a job's `outputs` or its `environment.url` is
 * made from. It skips each in which its masks would hide anything.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/JobExtension.cs
 * @param log what the step printed
 */
export function skippedOutputs(
  log: string,
  outputs: Readonly<Record<string, string>>,
): readonly string[] {
  const masks = masksOf(readRunnerLog(log).commands);
  const isHit = ([, value]: [string, string]) => masks.some((mask) => value.includes(mask));
  return Object.entries(outputs)
    .filter(isHit)
    .map(([name]) => name);
}

/** Returns what is hidden once these commands were obeyed. */
export function masksOf(commands: readonly Obeyed[]): readonly string[] {
  const told = commands.filter(({ name }) => name === "add-mask").map(({ data }) => data);
  return [...new Set(told.flatMap(masked).flatMap(forms))];
}

/** A mask of several lines is each of its lines, too: https://github.com/actions/runner/pull/1521 */
export function masked(data: string): readonly string[] {
  return [data, ...data.split(/[\r\n]+/)].filter((text) => text.trim() !== "");
}

/**
 * Returns all that the runner hides for one mask.
 * https://github.com/actions/runner/blob/main/src/Sdk/DTLogging/Logging/ValueEncoders.cs
 */
function forms(mask: string): readonly string[] {
  const bytes = Buffer.from(mask);
  const pruned = [0, 1, 2].map((count) => bytes.subarray(count));
  const all = [
    mask,
    ...pruned.map((rest) => rest.toString("base64").replace(/=+$/, "")),
    ...pruned.map((rest) => rest.toString("base64url")),
    mask.replaceAll('"', '\\"'),
    mask.replaceAll("'", "''"),
    JSON.stringify(mask).slice(1, -1),
    encodeURIComponent(mask),
    inXml(mask),
    mask.length > 8 && /^".*"$/s.test(mask) ? mask.slice(1, -1) : "",
    ...aroundAmpersand(mask).filter((part) => part.length >= 6),
  ];
  return all.filter((text) => text !== "");
}

function inXml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&apos;",
    "&": "&amp;",
  };
  return text.replace(/[<>"'&]/g, (char) => names[char] ?? char);
}

/** The parts that PowerShell colours apart. */
function aroundAmpersand(text: string): readonly string[] {
  const plus = text.indexOf("&+");
  if (plus >= 0) return [text.slice(0, plus + 2), text.slice(plus + 3)];
  const last = text.lastIndexOf("&");
  return last < 0 ? [] : [text.slice(0, last + 1), text.slice(last + 1)];
}
