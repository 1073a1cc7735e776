import type { EventSettings } from "./event-settings.ts";

/** One record of a batch that may fail without the others. */
export interface BatchRecord {
  /** What Lambda knows it by. */
  readonly id: string;
  /** Records of one group keep their order: none is begun after one that failed. Undefined: in no group. */
  readonly group: string | undefined;
  /** The event with this record alone. */
  readonly event: object;
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
): readonly BatchRecord[] | undefined {
  const { Records, window } = Object(event);
  if (!Array.isArray(Records) || Records.length === 0 || window !== undefined) return undefined;
  if (!reportsFailures(Object(Records[0]).eventSourceARN)) return undefined;
  const records = Records.flatMap((record): BatchRecord[] => {
    const { id, group } = keys(Object(record));
    if (typeof id !== "string" || !ID.test(id)) return [];
    return [{ id, group, event: { ...(event as object), Records: [record] } }];
  });
  // Lambda takes an answer that names nothing it knows for a failure of all.
  return records.length === Records.length ? records : undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: a record has any form until its fields are looked at
function keys(record: any): { readonly id?: unknown; readonly group: string | undefined } {
  switch (record.eventSource) {
    case "aws:sqs":
      return { id: record.messageId, group: fifoGroup(record) };
    // Lambda goes on at the lowest number that failed, whatever came after it.
    case "aws:kinesis":
      return { id: record.kinesis?.sequenceNumber, group: "" };
    case "aws:dynamodb":
      return { id: record.dynamodb?.SequenceNumber, group: "" };
    default:
      return { group: undefined };
  }
}

/** Undefined in a queue that keeps no order. */
// biome-ignore lint/suspicious/noExplicitAny: as above
function fifoGroup({ eventSourceARN: arn, attributes }: any): string | undefined {
  if (typeof arn !== "string" || !arn.endsWith(".fifo")) return undefined;
  const group = attributes?.MessageGroupId;
  return typeof group === "string" ? group : "";
}
