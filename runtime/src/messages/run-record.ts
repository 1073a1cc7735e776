import { setTimeout as sleep } from "node:timers/promises";
import type { RunRecord, RunResult } from "../../../contract/messages.ts";
import { put, send } from "./presigned.ts";

/** Milliseconds before each further attempt. */
const PAUSES = [500, 2000, 5000];
/** Not there yet (403 if whoever signed the URL may not list), no answer, or too many requests. */
const MAY_COME: readonly number[] = [0, 403, 404, 429];
/** Milliseconds between two looks for the result of the first invocation. */
const LOOK = 2000;

/**
 * Answers by which S3 says to try again. After 500 it may have written all the same.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 */
const AGAIN: readonly number[] = [409, 500, 503];

/**
 * Claims a run. Where there is no answer, it is not tried again: the claim may have arrived, and then a second try could
 * not tell it from somebody else's.
 * @returns whether the run is this invocation's. If it is another's, its result can be read
 * @throws Error if the run is claimed already and its result cannot be read, or if it cannot be claimed
 */
export async function claimRun(
  { claimUrl: url, readUrl }: Pick<RunRecord, "claimUrl" | "readUrl">,
  pauses = PAUSES,
): Promise<boolean> {
  let status = await put(url, "", { "if-none-match": "*" });
  let hasFailed = false;
  for (const pause of pauses) {
    if (!AGAIN.includes(status)) break;
    hasFailed ||= status === 500;
    await sleep(pause);
    status = await put(url, "", { "if-none-match": "*" });
  }
  if (status === 200) return true;
  if (status === 412 && readUrl) return false;
  if (status === 412) {
    const why = hasFailed
      ? "S3 failed when the run was claimed, and may have claimed it. Deploy again"
      : "the deploy that asked for it has given up";
    throw new Error(`the command was not started: ${why}`);
  }
  throw new Error(`the command was not started: S3 answered ${status} when the run was claimed`);
}

/**
 * Waits for the result of the invocation that has claimed the run.
 * @throws Error if there is none in time, or the URL is wrong
 */
export async function firstResult(url: string, limitMs: number, look = LOOK): Promise<RunResult> {
  for (const until = Date.now() + limitMs; Date.now() < until; await sleep(look)) {
    const { status, body } = await send(url, "GET").catch(() => ({ status: 0, body: "" }));
    if (status === 200) return JSON.parse(body) as RunResult;
    if (!MAY_COME.includes(status) && status < 500) {
      throw new Error(`S3 answered ${status} when the result of the first start was read`);
    }
  }
  const seconds = Math.round(limitMs / 1000);
  throw new Error(
    `the command was started before, and has left no result within ${seconds} s: it still runs, or its sandbox was ended`,
  );
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
