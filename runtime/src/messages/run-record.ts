import type { RequestOptions } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunResult } from "../../../contract/messages.ts";
import { clientFor } from "../aws/connect.ts";

/** Milliseconds for one PUT. */
const TIMEOUT = 10_000;
/** Milliseconds before each further attempt to leave the result. */
const PAUSES = [500, 2000, 5000];

/**
 * Claims a run. Tries only once: if a claim arrived but its answer was lost, a second try could not tell this claim
 * from somebody else's.
 * @throws Error if the run is claimed already, or cannot be claimed
 */
export async function claimRun(url: string): Promise<void> {
  const status = await put(url, "", { "if-none-match": "*" });
  if (status === 200) return;
  if (status === 412) {
    throw new Error("the command was not started: the deploy that asked for it has given up");
  }
  throw new Error(`the command was not started: S3 answered ${status} when the run was claimed`);
}

/**
 * Leaves the result in S3, for a caller that may have lost the connection. If that fails, a line in the log says so,
 * and the invocation's answer is the only copy.
 */
export async function leaveResult(
  url: string,
  result: RunResult,
  log: { write(text: string): void },
  pauses = PAUSES,
): Promise<void> {
  const body = JSON.stringify(result);
  for (const pause of [...pauses, undefined]) {
    const answer = await put(url, body, {}).catch((error: Error) => error.message);
    if (answer === 200) return;
    if (pause === undefined) {
      log.write(`megamode: the result could not be left in S3: ${answer}\n`);
    } else {
      await sleep(pause);
    }
  }
}

/** @returns the status of the answer */
function put(
  presigned: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const url = new URL(presigned);
  const options: RequestOptions = {
    method: "PUT",
    agent: false, // A connection that stays open would be dead after the sandbox was frozen.
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
    signal: AbortSignal.timeout(TIMEOUT),
  };
  return new Promise((resolve, reject) => {
    const sent = clientFor(url).request(url, options, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode!));
      response.on("error", reject);
    });
    // Whoever has the URL may write: only its host is named.
    sent.on("error", (cause) => reject(new Error(`S3 (${url.host}): ${cause.message}`)));
    sent.end(body);
  });
}
