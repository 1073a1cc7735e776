import type { ColdStart, StatusMessage, StatusResult } from "../../../contract/messages.ts";
import { UserError } from "../../errors.ts";
import type { Functions } from "../../ports/functions.ts";

/** A published version that carries no traffic yet. */
export interface Candidate {
  readonly functionName: string;
  readonly version: string;
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
