import type { Batch } from "../events/batch.ts";
import type { Output } from "../logs/output.ts";
import { EventFailed } from "./event-failed.ts";

/** What Lambda expects of a mapping with `ReportBatchItemFailures`. What is not named counts as done. */
export interface BatchResult {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Has the app take the records of a batch, one after the other, and names those that it did not take. A record is not
 * begun after a failure in an ordered batch, if the app does not start, or if less time is left than an earlier one took.
 * @param left milliseconds that are left for all of them
 * @throws EventFailed, LoadError, ServerError if the app took none: a failed invocation is seen in CloudWatch
 */
export async function answerBatch(
  { records, isOrdered }: Batch,
  post: (event: object) => Promise<unknown>,
  left: () => number,
  output: Pick<Output, "write">,
): Promise<BatchResult> {
  const failed: string[] = [];
  let longest = 0;
  let begun = 0;
  let failure: unknown;
  let goesOn = true;
  for (const { id, event } of records) {
    goesOn &&= left() > longest;
    if (!goesOn) {
      failed.push(id);
      continue;
    }
    const started = performance.now();
    begun += 1;
    try {
      await post(event);
    } catch (error) {
      failure = error;
      failed.push(id);
      goesOn = !isOrdered && error instanceof EventFailed;
      output.write(`megamode: Record ${id} failed: ${firstLine(error)}\n`);
    }
    longest = Math.max(longest, performance.now() - started);
  }
  if (failed.length === records.length) {
    throw failure ?? new EventFailed(`no time was left for any of ${records.length} records`);
  }
  const notBegun = records.length - begun;
  if (failed.length > 0) {
    output.write(
      `megamode: ${failed.length} of ${records.length} records failed, ${notBegun} of them not begun\n`,
    );
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

function firstLine(error: unknown): string {
  return (error as Error).message.split("\n", 1)[0]!;
}
