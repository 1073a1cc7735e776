import { UserError } from "../../errors.ts";
import { lastLines } from "../../format.ts";
import { AnswerLost } from "../../ports/functions.ts";
import { type RunPlace, runOnce } from "./run-once.ts";

const KEPT = "The version that was live before, if any, still serves";

/**
 * Runs the release command, such as a migration, in the candidate: a published version without traffic.
 * @returns what it wrote
 * @throws UserError with its exit status and last lines
 */
export async function runReleaseCommand(
  cloud: Parameters<typeof runOnce>[0],
  candidate: RunPlace,
  command: string,
): Promise<string> {
  const ran = await runOnce(cloud, candidate, command).catch((failure: Error) => {
    throw failure instanceof AnswerLost ? endUnknown(candidate, command, failure) : failure;
  });
  if ("error" in ran) {
    throw new UserError(
      `\`release-command\` could not be run in version ${candidate.qualifier}:\n${ran.error}`,
      `${KEPT}. Correct what the log names and deploy again.`,
    );
  }
  if (ran.status !== 0) {
    throw new UserError(
      `\`release-command\` (\`${command}\`) ended with exit status ${ran.status}:\n${lastLines(ran.output)}`,
      `${KEPT}; what the command had changed by then stays changed.`,
    );
  }
  return ran.output;
}

/** It left no result in all the time that Lambda gives it: to start it again could be to run it twice. */
function endUnknown(candidate: RunPlace, command: string, cause: AnswerLost): UserError {
  return new UserError(
    `How \`release-command\` (\`${command}\`) ended is not known, and it was not run again. ${cause.message}`,
    `${KEPT}. Look in the log \`/aws/lambda/${candidate.functionName}\` for what the command wrote, and run the job again.`,
    { cause },
  );
}
