import type { HealthCheck } from "../../../contract/manifest.ts";
import type { ColdStart, StatusMessage, StatusResult } from "../../../contract/messages.ts";
import { UserError } from "../../errors.ts";
import { type Functions, STILL_SERVES } from "../../ports/functions.ts";
import { judgeHealth } from "../health.ts";
import type { Address } from "../place/example-address.ts";

/** A published version without traffic. */
export interface Candidate {
  readonly functionName: string;
  readonly version: string;
}

/**
 * Requests the candidate's health-check path.
 * @returns how long its cold start took
 * @throws UserError with the app's last lines if it is not healthy
 */
export async function checkHealth(
  functions: Pick<Functions, "invoke">,
  { functionName, version }: Candidate,
  check: HealthCheck,
  address: Address,
): Promise<ColdStart> {
  const { path } = check;
  const message: StatusMessage = { megamode: 1, message: "status", path, ...address };
  const { payload, error } = await functions.invoke(functionName, version, message);
  if (error !== undefined) {
    throw new UserError(`The app did not start in version ${version}:\n${error}`, STILL_SERVES);
  }
  const { httpStatus, log, coldStart } = payload as StatusResult;
  const lines = log.join("\n");
  const { verdict, said } = judgeHealth(check, httpStatus, lines);
  if (verdict !== "healthy") {
    throw new UserError(
      `${said} in version ${version}. The app's last lines:\n${lines}`,
      `${STILL_SERVES} Correct the app, or set \`health-check-path\` to another path.`,
    );
  }
  return coldStart;
}
