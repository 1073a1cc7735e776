import { describe, expect, test } from "@jest/globals";
import { batchOf } from "../../../runtime/src/events/batch.ts";
import { dynamoRecord, kinesisRecord, sqsRecord } from "./batches.ts";

const all = { reportsFailures: () => true };
const none = { reportsFailures: () => false };
const Records = [sqsRecord("a"), sqsRecord("b")];

describe("a batch whose mapping asks for it", () => {
  test.each([
    ["a queue's", sqsRecord("m-1"), "m-1", false],
    ["a FIFO queue's", sqsRecord("m-1", "g"), "m-1", true],
    ["a stream's", kinesisRecord("495"), "495", true],
    ["a table's", dynamoRecord("111"), "111", true],
  ])("has %s records with what Lambda knows them by", (_, record, id, isOrdered) => {
    const event = { Records: [record] };
    expect(batchOf(event, all)).toEqual({ isOrdered, records: [{ id, event }] });
  });

  test("has an event with each record alone, and with all else of the event", () => {
    expect(batchOf({ Records, other: 1 }, all)?.records.map(({ event }) => event)).toEqual([
      { Records: [Records[0]], other: 1 },
      { Records: [Records[1]], other: 1 },
    ]);
  });

  test("is asked for by the source's ARN", () => {
    const asked: unknown[] = [];
    batchOf({ Records }, { reportsFailures: (arn) => asked.push(arn) > 0 });
    expect(asked).toEqual([Records[0]!.eventSourceARN]);
  });
});

test("a standard queue has no order, with groups for fairness too; nor has one whose ARN is no text", () => {
  for (const eventSourceARN of [sqsRecord("m1").eventSourceARN, { toString: 1 }, undefined]) {
    const record = { ...sqsRecord("m1", "g"), eventSourceARN };
    expect(batchOf({ Records: [record] }, all)).toMatchObject({ isOrdered: false });
  }
});

describe("an event is answered as a whole", () => {
  test.each([
    ["if its mapping does not ask", { Records }, none],
    ["if it has no records", { Records: [] }, all],
    ["if it is no batch", { hello: 1 }, all],
    ["if it is nothing", null, all],
    ["if its source has no numbers", { Records: [{ eventSource: "aws:s3" }] }, all],
    ["if a record has no id", { Records: [...Records, { ...Records[0], messageId: 1 }] }, all],
    ["if an id could break a line", { Records: [sqsRecord("a\nSTART")] }, all],
    ["if a record is nothing", { Records: [Records[0], null] }, all],
    ["if a window collects it", { Records: [kinesisRecord("1")], window: { start: "" } }, all],
  ])("%s", (_, event, settings) => expect(batchOf(event, settings)).toBeUndefined());
});
