import * as core from "@actions/core";
import { formatDuration } from "../format.ts";
import type { Clock } from "../ports/clock.ts";
import type { Reporter } from "../ports/reporter.ts";

/** Writes outputs and the summary to the files that the runner gives a step, wherever the log goes. */
const stepFiles = {
  output(name: string, value: string) {
    if (process.env.GITHUB_OUTPUT) core.setOutput(name, value);
  },
  async summary(markdown: string) {
    if (process.env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(markdown, true).write();
  },
};

/** Reports a run to GitHub: groups, annotations and masks. */
export function githubReporter(clock: Clock): Reporter {
  return {
    group: (title, step) =>
      core.group(title, () => timed(clock, step, (text) => core.info(`${title}: ${text}`))),
    info: core.info,
    notice: core.notice,
    warning: core.warning,
    error: core.error,
    secret: core.setSecret,
    ...stepFiles,
  };
}

/** Reports a run to a person at a terminal. */
export function terminalReporter(clock: Clock, write: (line: string) => void): Reporter {
  const secrets: string[] = [];
  const say = (text: string) =>
    write(secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text));
  return {
    async group(title, step) {
      say(`\u2022 ${title}`);
      return timed(clock, step, (text) => say(`  ${text}`));
    },
    info: (line) => say(`  ${line}`),
    notice: (message) => say(`note: ${message}`),
    warning: (message) => say(`warning: ${message}`),
    error: (message) => say(`error: ${message}`),
    secret: (value) => void secrets.push(value),
    ...stepFiles,
  };
}

async function timed<T>(
  clock: Clock,
  step: () => Promise<T>,
  tell: (duration: string) => void,
): Promise<T> {
  const start = clock.now();
  const result = await step();
  tell(formatDuration(clock.now() - start));
  return result;
}
