import type { RequestOptions } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunResult } from "../../../contract/messages.ts";
import { clientFor } from "../aws/connect.ts";

/** Milliseconds for one PUT. */
const TIMEOUT = 10_000;
/** Milliseconds before each further attempt. */
const PAUSES = [500, 2000, 5000];

/**
 * Answers by which S3 says to try again. After 500 it may have written all the same.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 */
const AGAIN: readonly number[] = [409, 500, 503];

/**
 * Claims a run. Where there is no answer, it is not tried again: the claim may have arrived, and then a second try could
 * not tell it from somebody else's.
 * @throws Error if the run is claimed already, or cannot be claimed
 */
export async function claimRun(url: string, pauses = PAUSES): Promise<void> {
  let status = await put(url, "", { "if-none-match": "*" });
  let hasFailed = false;
  for (const pause of pauses) {
    if (!AGAIN.includes(status)) break;
    hasFailed ||= status === 500;
    await sleep(pause);
    status = await put(url, "", { "if-none-match": "*" });
  }
  if (status === 200) return;
  if (status === 412) {
    const why = hasFailed
      ? "S3 failed when the run was claimed, and may have claimed it. Deploy again"
      : "the deploy that asked for it has given up";
    throw new Error(`the command was not started: ${why}`);
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
