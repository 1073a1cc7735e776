import { run } from "./action.ts";
import { systemClock } from "./host/clock.ts";
import { describeError } from "./host/describe-error.ts";
import { githubReporter, terminalReporter } from "./host/reporter.ts";
import { takeStandardStreams } from "./host/standard-streams.ts";
import { reportUncaught } from "./host/uncaught.ts";
import { inputValues } from "./inputs/input-values.ts";

/**
 * Runs the action to its end, and sets the exit status.
 * @param home the folder of the built action, where the proxy and the gem lie
 * @param notHidden what this process could not hide from its children, in words
 */
export async function main(home: string, notHidden: string | undefined): Promise<void> {
  const streams = takeStandardStreams();
  const createReporter = process.env.GITHUB_ACTIONS === "true" ? githubReporter : terminalReporter;
  const reporter = createReporter(systemClock, streams.write);
  streams.handOver(reporter);
  reportUncaught(reporter, describe);
  try {
    if (notHidden !== undefined) reporter.warning(notHidden);
    await run(process.env, home, reporter);
  } catch (error) {
    process.exitCode = 1;
    reporter.error(describe(error));
  }
}

function describe(error: unknown): string {
  return describeError(error, () => inputValues(process.env));
}
