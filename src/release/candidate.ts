import type {
  ColdStart,
  RunMessage,
  RunResult,
  StatusMessage,
  StatusResult,
} from "../../contract/messages.ts";
import { UserError } from "../errors.ts";
import { lastLines } from "../format.ts";
import { AnswerLost, type Functions } from "../ports/functions.ts";

/** A published version that carries no traffic yet. */
export interface Candidate {
  readonly functionName: string;
  readonly version: string;
}

/**
 * Runs the release command, such as a migration, in the candidate.
 * @returns what it wrote
 * @throws UserError with its exit status and last lines
 */
export async function runReleaseCommand(
  functions: Functions,
  candidate: Candidate,
  command: string,
): Promise<string> {
  const message: RunMessage = { megamode: 1, message: "run", command };
  const { payload, error } = await functions
    .invoke(candidate.functionName, candidate.version, message)
    .catch((failure: Error) => {
      throw failure instanceof AnswerLost ? endUnknown(candidate, command, failure) : failure;
    });
  if (error !== undefined) {
    throw new UserError(
      `\`release-command\` could not be run in version ${candidate.version}:\n${error}`,
      "The version that was live before, if any, still serves. Correct what the log names and deploy again.",
    );
  }
  const { status, output } = payload as RunResult;
  if (status !== 0) {
    throw new UserError(
      `\`release-command\` (\`${command}\`) ended with exit status ${status}:\n${lastLines(output)}`,
      "The version that was live before, if any, still serves; what the command had changed by then stays changed.",
    );
  }
  return output;
}

/** It may run still: to start it again by ourselves could be to run it twice. */
function endUnknown(candidate: Candidate, command: string, cause: AnswerLost): UserError {
  return new UserError(
    `How \`release-command\` (\`${command}\`) ended is not known, and it was not run again. ${cause.message}`,
    `The version that was live before, if any, still serves. Look in the log \`/aws/lambda/${candidate.functionName}\` for what the command wrote, wait for its end (15 minutes at most), and run the job again.`,
    { cause },
  );
}

/**
 * Asks the candidate's health-check path. Any status below 500 will do but a blocked host (403 of Rails'
 * HostAuthorization).
 * @returns how long its cold start took
 * @throws UserError with the app's own last lines
 */
export async function checkHealth(
  functions: Functions,
  candidate: Candidate,
  ask: { readonly path: string; readonly host: string; readonly prefix: string },
): Promise<ColdStart> {
  const message: StatusMessage = { megamode: 1, message: "status", ...ask };
  const { payload, error } = await functions.invoke(
    candidate.functionName,
    candidate.version,
    message,
  );
  const kept = "The version that was live before, if any, still serves.";
  if (error !== undefined) {
    throw new UserError(`The app did not start in version ${candidate.version}:\n${error}`, kept);
  }
  const { httpStatus, log, coldStart } = payload as StatusResult;
  if (
    httpStatus >= 500 ||
    (httpStatus === 403 && log.some((line) => /Blocked hosts?/.test(line)))
  ) {
    throw new UserError(
      `\`${ask.path}\` answers ${httpStatus} in version ${candidate.version}. The app's last lines:\n${log.join("\n")}`,
      `${kept} Correct the app, or name another path by \`health-check-path\`.`,
    );
  }
  return coldStart;
}
