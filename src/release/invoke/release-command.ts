import { UserError } from "../../errors.ts";
import { lastLines } from "../../format.ts";
import { AnswerLost, STILL_SERVES } from "../../ports/functions.ts";
import { type RunPlace, type RunPorts, runOnce } from "./run-once.ts";
import { explainWithoutBundler } from "./without-bundler.ts";

/**
 * Runs the release command, such as a migration, in a published version without traffic.
 * @returns the command's output
 * @throws UserError with its exit status and last lines if it fails
 */
export async function runReleaseCommand(
  ports: RunPorts,
  candidate: RunPlace,
  command: string,
): Promise<string> {
  const ran = await runOnce(ports, candidate, command).catch((failure: Error) => {
    throw failure instanceof AnswerLost ? endUnknown(candidate, command, failure) : failure;
  });
  if ("error" in ran) {
    throw new UserError(
      `\`release-command\` could not be run in version ${candidate.qualifier}:\n${ran.error}`,
      `${STILL_SERVES} Correct what the log names and deploy again.`,
    );
  }
  if (ran.status !== 0) {
    const last = lastLines(ran.output);
    const left = `${STILL_SERVES} What the command had changed by then stays changed.`;
    const why = explainWithoutBundler(command, last);
    throw new UserError(
      `\`release-command\` (\`${command}\`) ended with exit status ${ran.status}:\n${last}`,
      why === undefined ? left : `${why}\n${left}`,
      { cause: ran.output },
    );
  }
  return ran.output;
}

/** Explains that the command left no result in the time that Lambda gives it; a second start might run it twice. */
function endUnknown(candidate: RunPlace, command: string, cause: AnswerLost): UserError {
  return new UserError(
    `It is not known how \`release-command\` (\`${command}\`) ended. It was not run again. ${cause.message}`,
    `${STILL_SERVES} Look in the log \`/aws/lambda/${candidate.functionName}\` for what the command wrote, and run the job again.`,
    { cause },
  );
}
