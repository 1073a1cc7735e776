import { expect, test } from "@jest/globals";
import { batchOf } from "../../../runtime/src/events/batch.ts";
import { eventSource } from "../../../runtime/src/events/event-source.ts";
import { recognise } from "../../../runtime/src/events/recognise.ts";
import { parseMessage } from "../../../runtime/src/messages/parse.ts";
import { kinesisRecord, sqsRecord } from "./batches.ts";
import { seeded } from "./hostile-headers.ts";

const SEED = 20261130;
const EVENTS = 3000;

/** Values of every type, and those that break whoever takes them for another one. */
const VALUES = [null, true, -1, 1e308, "", "é\r\n\0", "https://a", "/a", [], [null], {}];
const BAD = [{ toString: 1 }, { toString: null, valueOf: 1 }, JSON.parse('{"__proto__": 1}')];

const MESSAGES = [
  { megamode: 1, message: "run", command: "true" },
  {
    megamode: 1,
    message: "run",
    argv: ["a"],
    record: { claimUrl: "https://a", resultUrl: "https://b" },
  },
  { megamode: 1, message: "prewarm", holdUntil: 0, warm: { host: "h", prefix: "", paths: ["/"] } },
  { megamode: 1, message: "status", path: "/up", host: "h", prefix: "" },
];
const EVENT = { Records: [sqsRecord("a", "g"), kinesisRecord("1")], source: "s" };

/** Replaces some values within a value by others, at any depth. */
function broken(value: unknown, random: () => number): unknown {
  if (random() < 0.12) {
    const all = [...VALUES, ...BAD];
    return all[Math.floor(random() * all.length)];
  }
  if (Array.isArray(value)) return value.map((one) => broken(one, random));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, broken(one, random)]));
}

test(`a broken message is carried out or named, and a broken event has a source (seed ${SEED})`, () => {
  const random = seeded(SEED);
  const wrong: [given: unknown, what: unknown][] = [];
  let refused = 0;
  let split = 0;
  for (let number = 0; number < EVENTS; number += 1) {
    const message = broken(MESSAGES[number % MESSAGES.length], random);
    let failure: Error | undefined;
    try {
      parseMessage(message);
    } catch (error) {
      failure = error as Error;
      refused += 1;
    }
    if (failure && !/^wrong megamode message: (`|give)/.test(failure.message)) {
      wrong.push([message, failure.message]);
    }
    const event = broken(EVENT, random);
    if (!/^[\w.:-]{1,64}$/.test(eventSource(event))) wrong.push([event, eventSource(event)]);
    if (recognise(event, "/events").kind !== "other") wrong.push([event, "is not another"]);
    const batch = batchOf(event, { reportsFailures: () => true })?.records;
    if (batch) split += 1;
    for (const { id } of batch ?? []) if (!/^[\w.:-]+$/.test(id)) wrong.push([event, id]);
  }
  expect(wrong).toEqual([]);
  // Neither is always so.
  expect(refused).toBeGreaterThan(EVENTS / 5);
  expect(refused).toBeLessThan(EVENTS);
  expect(split).toBeGreaterThan(0);
});
