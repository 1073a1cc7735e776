import { run } from "./action.ts";
import { systemClock } from "./host/clock.ts";
import { describeError } from "./host/describe-error.ts";
import { githubReporter, terminalReporter } from "./host/reporter.ts";
import { takeStandardStreams } from "./host/standard-streams.ts";
import { reportUncaught } from "./host/uncaught.ts";
import { inputValues } from "./inputs/input-values.ts";

/**
 * Runs the action to its end, and ends the process with its exit status. Node.js itself would go on for as long as
 * anything is open: a connection that S3 keeps, or one that a library forgot. The job would wait for its time limit.
 * @param home the folder of the built action, where the proxy and the gem lie
 * @param notHidden what this process could not hide from its children, in words
 */
export async function main(home: string, notHidden: string | undefined): Promise<never> {
  const streams = takeStandardStreams();
  const createReporter = process.env.GITHUB_ACTIONS === "true" ? githubReporter : terminalReporter;
  const reporter = createReporter(systemClock, streams.write);
  streams.handOver(reporter);
  reportUncaught(reporter, describe, streams.written);
  try {
    if (notHidden !== undefined) reporter.warning(notHidden);
    await run(process.env, home, reporter);
  } catch (error) {
    process.exitCode = 1;
    reporter.error(describe(error));
  }
  // On some systems writing to a pipe is not done when it returns, and `exit` does not wait for it.
  await streams.written();
  process.exit();
}

function describe(error: unknown): string {
  return describeError(error, () => inputValues(process.env));
}
