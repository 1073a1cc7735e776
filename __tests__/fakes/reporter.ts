import type { Reporter } from "../../src/ports/reporter.ts";

/** A reporter that keeps what a run tells to whom. */
export interface FakeReporter extends Reporter {
  readonly infos: string[];
  readonly warnings: string[];
  readonly notices: string[];
  readonly secrets: string[];
  readonly outputs: Map<string, string>;
}

export function fakeReporter(): FakeReporter {
  const [infos, warnings, notices, secrets]: [string[], string[], string[], string[]] = [
    [],
    [],
    [],
    [],
  ];
  const outputs = new Map<string, string>();
  return {
    infos,
    warnings,
    notices,
    secrets,
    outputs,
    group: (_, step) => step(),
    info: (line) => void infos.push(line),
    notice: (message) => void notices.push(message),
    warning: (message) => void warnings.push(message),
    error: () => {},
    secret: (value) => void secrets.push(value),
    output: (name, value) => void outputs.set(name, value),
    summary: async () => {},
  };
}
