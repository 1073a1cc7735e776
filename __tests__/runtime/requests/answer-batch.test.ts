import { beforeEach, describe, expect, test } from "@jest/globals";
import { batchOf } from "../../../runtime/src/events/batch.ts";
import { answerBatch } from "../../../runtime/src/requests/answer-batch.ts";
import { EventFailed } from "../../../runtime/src/requests/event-failed.ts";
import { kinesisRecord, sqsRecord } from "../events/batches.ts";
import { Collected } from "../logs/collected.ts";

let output: Collected;
let begun: string[];
beforeEach(() => {
  output = new Collected();
  begun = [];
});

interface Given {
  /** Ids of records that the app does not take. */
  readonly fails?: readonly string[];
  /** The record at which the app does not start. */
  readonly dies?: string;
  /** Milliseconds that are left, asked before each record. */
  readonly left?: () => number;
}

const idOf = (record: object) =>
  (Object(record).messageId ?? Object(record).kinesis?.sequenceNumber) as string;

/** @returns the ids that Lambda is told to send again */
async function answer(Records: object[], { fails = [], dies, left = () => 1e6 }: Given = {}) {
  const batch = batchOf({ Records }, { reportsFailures: () => true })!;
  const post = async (event: object) => {
    const id = idOf((event as { Records: [object] }).Records[0]);
    begun.push(id);
    if (id === dies) throw new Error("the rack server exited with status 1.\nIts last lines");
    if (fails.includes(id)) throw new EventFailed(`the app answered 500 for ${id}`);
  };
  const { batchItemFailures } = await answerBatch(batch, post, left, output);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

const queue = (...ids: string[]) => ids.map((id) => sqsRecord(id));
const fifo = (...names: string[]) => names.map((name) => sqsRecord(name, name[0]));
const stream = (...ids: string[]) => ids.map((id) => kinesisRecord(id));

describe("a batch", () => {
  test.each([
    ["a queue's records fail alone", queue("a", "b", "c"), ["b"], ["a", "b", "c"], ["b"]],
    ["all succeed", queue("a", "b"), [], ["a", "b"], []],
    [
      "a FIFO queue's batch stops at its first failure, whatever group it is of",
      fifo("a1", "b1", "a2", "b2", "a3"),
      ["b1"],
      ["a1", "b1"],
      ["b1", "a2", "b2", "a3"],
    ],
    ["a stream stops at its first failure", stream("1", "2", "3"), ["2"], ["1", "2"], ["2", "3"]],
  ])("%s", async (_, records, fails, wanted, reported) => {
    expect(await answer(records, { fails })).toEqual(reported);
    expect(begun).toEqual(wanted);
  });

  test("tells in the log which record failed and why, and how many were not begun", async () => {
    await answer(fifo("a1", "b1", "a2"), { fails: ["b1"] });
    expect(output.text).toBe(
      "megamode: Record b1 failed: the app answered 500 for b1\n" +
        "megamode: 2 of 3 records failed, 1 of them not begun\n",
    );
  });

  test("begins no record when the time is over, and reports those that were not begun", async () => {
    // Less is left before each record, and nothing before the third.
    const times = [1e6, 1e6, 0, 0];
    expect(await answer(queue("a", "b", "c", "d"), { left: () => times.shift()! })).toEqual([
      "c",
      "d",
    ]);
    expect(begun).toEqual(["a", "b"]);
  });

  test("begins no record that would take longer than is left, going by the others", async () => {
    const times = [1e6, 1e-9, 1e6];
    const left = () => times.shift()!;
    expect(await answer(queue("a", "b", "c"), { left })).toEqual(["b", "c"]);
    expect(begun).toEqual(["a"]);
  });

  test("begins no further record when the app does not start, and keeps what was done", async () => {
    expect(await answer(queue("a", "b", "c"), { dies: "b" })).toEqual(["b", "c"]);
    expect(begun).toEqual(["a", "b"]);
    expect(output.text).toContain("Record b failed: the rack server exited with status 1.\n");
  });
});

describe("an invocation fails", () => {
  test("if no record succeeds, so that CloudWatch counts it", async () => {
    await expect(answer(queue("a", "b"), { fails: ["a", "b"] })).rejects.toThrow(
      "answered 500 for b",
    );
    await expect(answer(stream("1", "2"), { fails: ["1"] })).rejects.toThrow("answered 500 for 1");
  });

  test("if the app does not start", async () => {
    await expect(answer(queue("a", "b"), { dies: "a" })).rejects.toThrow(/exited with status 1/);
    expect(begun).toEqual(["a"]);
  });

  test("if there is no time for any record", async () => {
    await expect(answer(queue("a", "b"), { left: () => 0 })).rejects.toThrow(
      "no time was left for any of 2 records",
    );
    expect(begun).toEqual([]);
  });
});
