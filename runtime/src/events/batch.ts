import type { EventSettings } from "./event-settings.ts";

/** One record of a batch that may fail without the others. */
export interface BatchRecord {
  /** What Lambda knows it by. */
  readonly id: string;
  /** The event with this record alone. */
  readonly event: object;
}

export interface Batch {
  readonly records: readonly BatchRecord[];
  /** Whether none is to be begun after one that failed. */
  readonly isOrdered: boolean;
}

const ID = /^[\w.:-]{1,256}$/;

/**
 * Returns a batch's records if its mapping asks for `batchItemFailures`; undefined if the event is answered as a whole. A
 * stream with a tumbling window is: each answer would have to carry the window's state.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function batchOf(
  event: unknown,
  { reportsFailures }: Pick<EventSettings, "reportsFailures">,
): Batch | undefined {
  const { Records, window } = Object(event);
  if (!Array.isArray(Records) || Records.length === 0 || window !== undefined) return undefined;
  if (!reportsFailures(Object(Records[0]).eventSourceARN)) return undefined;
  const records = Records.flatMap((record): BatchRecord[] => {
    const id = idOf(Object(record));
    if (typeof id !== "string" || !ID.test(id)) return [];
    return [{ id, event: { ...(event as object), Records: [record] } }];
  });
  // Lambda takes an answer that names nothing it knows for a failure of all.
  if (records.length !== Records.length) return undefined;
  return { records, isOrdered: Records.some(isOrdered) };
}

// biome-ignore lint/suspicious/noExplicitAny: a record has any form until its fields are looked at
function idOf(record: any): unknown {
  switch (record.eventSource) {
    case "aws:sqs":
      return record.messageId;
    case "aws:kinesis":
      return record.kinesis?.sequenceNumber;
    case "aws:dynamodb":
      return record.dynamodb?.SequenceNumber;
    default:
      return undefined;
  }
}

/**
 * Of a stream, Lambda goes on at the lowest number that failed, whatever came after it. Of a FIFO queue, AWS has a function
 * stop at the first failure, whatever group it is of.
 */
// biome-ignore lint/suspicious/noExplicitAny: as above
function isOrdered({ eventSource, eventSourceARN: arn }: any): boolean {
  return eventSource !== "aws:sqs" || (typeof arn === "string" && arn.endsWith(".fifo"));
}
