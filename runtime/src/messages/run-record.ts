import type { RequestOptions } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunResult } from "../../../contract/messages.ts";
import { clientFor } from "../aws/connect.ts";

/** Milliseconds for one PUT. */
const TIMEOUT = 10_000;
/** Milliseconds before a further attempt to leave the result. */
const PAUSES = [500, 2000, 5000];

/**
 * Claims a run, once. Not repeated: a claim that arrived, but whose answer was lost, could not be told from
 * another's.
 * @throws Error where it is claimed already, or cannot be claimed
 */
export async function claimRun(url: string): Promise<void> {
  const status = await put(url, "", { "if-none-match": "*" });
  if (status === 200) return;
  if (status === 412) throw new Error("this run was given up by who asked for it: not started");
  throw new Error(`the command was not started: claiming the run, S3 answered ${status}`);
}

/** Leaves the result for who may have lost the connection. Where it cannot, the answer is all there is. */
export async function leaveResult(
  url: string,
  result: RunResult,
  log: { write(text: string): void },
): Promise<void> {
  const body = JSON.stringify(result);
  for (let attempt = 0; ; attempt += 1) {
    const said = await put(url, body, {}).catch((error: Error) => error.message);
    if (said === 200) return;
    const pause = PAUSES[attempt];
    if (pause === undefined) {
      log.write(`megamode: the result could not be left in S3: ${said}\n`);
      return;
    }
    await sleep(pause);
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
    agent: false, // A kept connection would be dead after the sandbox was frozen.
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
    signal: AbortSignal.timeout(TIMEOUT),
  };
  return new Promise((resolve, reject) => {
    const sent = clientFor(url).request(url, options, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
      response.on("error", reject);
    });
    // The URL is a capability: only its host is named.
    sent.on("error", (cause) => reject(new Error(`S3 (${url.host}): ${cause.message}`)));
    sent.end(body);
  });
}
