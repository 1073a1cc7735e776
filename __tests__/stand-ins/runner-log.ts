import { masked } from "./runner-masks.ts";

/** A workflow command that the runner obeyed. */
export interface Obeyed {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** What GitHub's runner makes of a step's stdout and stderr. */
export interface RunnerLog {
  readonly commands: readonly Obeyed[];
  /** The log as people see it: commands that were obeyed are gone, what is masked is `***`. */
  readonly shown: string;
}

/** Commands of a step that prints foreign text: none of them changes a later step. */
export const HARMLESS: ReadonlySet<string> = new Set([
  "add-mask",
  "debug",
  "endgroup",
  "error",
  "group",
  "notice",
  "warning",
]);

/** https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs */
const REGISTERED = [
  ...HARMLESS,
  ..."set-env set-output save-state add-path add-matcher remove-matcher echo".split(" "),
  ..."stop-commands internal-set-repo-path".split(" "),
];

/** Characters that .NET's comparison of texts by a language's rules may ignore. */
const IGNORABLE = /(?!\t)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** What `TrimStart` of .NET removes. */
const BLANK = /^[\p{Z}\t-\r\u0085]+/u;

/**
 * Reads a log as the runner does, or more strictly: characters that its comparisons may ignore are ignored, and a mask
 * hides its own text only. https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function readRunnerLog(log: string): RunnerLog {
  const commands: Obeyed[] = [];
  const shown: string[] = [];
  const masks: string[] = [];
  const registered = new Set(REGISTERED);
  const show = (text: string) =>
    shown.push(masks.reduce((left, mask) => left.replaceAll(mask, "***"), text));
  let resume: string | undefined;
  for (const line of log.split(/\r\n|\r|\n/)) {
    const command = parse(line, registered) ?? parse(line.replace(IGNORABLE, ""), registered);
    if (command === undefined) {
      show(line);
    } else if (resume !== undefined) {
      if (command.name.toLowerCase() !== resume) show(line);
      else resume = undefined;
    } else {
      commands.push(command);
      const { name, data } = command;
      if (name === "add-mask") masks.push(...masked(data));
      else if (name === "stop-commands") {
        resume = data.toLowerCase();
        registered.add(resume);
      } else if (/^(error|group|notice|warning)$/.test(name)) show(`##[${name}]${data}`);
    }
  }
  return { commands, shown: shown.join("\n") };
}

function parse(line: string, registered: ReadonlySet<string>): Obeyed | undefined {
  return parseNew(line.replace(BLANK, ""), registered) ?? parseOld(line, registered);
}

/** `::name key=value,key=value::data`, at the beginning of a line. */
function parseNew(line: string, registered: ReadonlySet<string>): Obeyed | undefined {
  const end = line.indexOf("::", 2);
  if (!line.startsWith("::") || end < 0) return undefined;
  const unescaped = { "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%" };
  return command(line.slice(2, end), line.slice(end + 2), ",", unescaped, registered);
}

/** `##[name key=value;key=value]data`, anywhere in a line. */
function parseOld(line: string, registered: ReadonlySet<string>): Obeyed | undefined {
  const start = line.indexOf("##[");
  const end = line.indexOf("]", start);
  if (start < 0 || end < 0) return undefined;
  const unescaped = { "%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%25": "%" };
  return command(line.slice(start + 3, end), line.slice(end + 1), ";", unescaped, registered);
}

function command(
  said: string,
  data: string,
  between: string,
  escapes: Readonly<Record<string, string>>,
  registered: ReadonlySet<string>,
): Obeyed | undefined {
  const [name = "", ...rest] = said.split(" ");
  if (!registered.has(name.toLowerCase())) return undefined;
  const plain = (text: string) =>
    Object.entries(escapes).reduce((left, [from, to]) => left.replaceAll(from, to), text);
  const pairs = rest.join(" ").trim().split(between);
  const properties = pairs.flatMap((pair) => {
    const at = pair.indexOf("=");
    return at > 0 ? [[pair.slice(0, at), plain(pair.slice(at + 1))]] : [];
  });
  return { name, properties: Object.fromEntries(properties), data: plain(data) };
}
