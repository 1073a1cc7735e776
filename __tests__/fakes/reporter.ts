import type { Reporter } from "../../src/ports/reporter.ts";

/** A reporter that remembers what a run tells to whom. */
export interface FakeReporter extends Reporter {
  readonly infos: string[];
  readonly warnings: string[];
  readonly notices: string[];
  readonly secrets: string[];
  readonly outputs: Map<string, string>;
  readonly summaries: string[];
  /** Titles of the groups. */
  readonly groups: string[];
  /** All of it in order, each with its kind: `info: a line`, `secret: hunter2`. */
  readonly told: string[];
}

export function fakeReporter(): FakeReporter {
  const infos: string[] = [];
  const warnings: string[] = [];
  const notices: string[] = [];
  const secrets: string[] = [];
  const summaries: string[] = [];
  const groups: string[] = [];
  const told: string[] = [];
  const outputs = new Map<string, string>();
  const tell = (kind: string, list: string[]) => (text: string) => {
    list.push(text);
    told.push(`${kind}: ${text}`);
  };
  const begin = tell("group", groups);
  const summary = tell("summary", summaries);
  return {
    infos,
    warnings,
    notices,
    secrets,
    outputs,
    summaries,
    groups,
    told,
    group(title, step) {
      begin(title);
      return step();
    },
    info: tell("info", infos),
    notice: tell("notice", notices),
    warning: tell("warning", warnings),
    error: tell("error", []),
    keepReadable: () => {},
    secret: tell("secret", secrets),
    output: (name, value) => void outputs.set(name, value),
    summary: async (markdown) => summary(markdown),
  };
}
