import { describe, expect, test } from "@jest/globals";
import { parseMessage } from "../../../runtime/src/messages/parse.ts";
import { restEvent } from "../events/rest-event.ts";

const run = { megamode: 1, message: "run", command: "true" };
const prewarm = { megamode: 1, message: "prewarm", holdUntil: 0 };
const status = { megamode: 1, message: "status", path: "/up", host: "h", prefix: "" };
const record = { claimUrl: "https://a", resultUrl: "https://b" };

test.each([
  [restEvent()],
  [restEvent({ body: '{"megamode":1}' })],
  [null],
  [undefined],
  ["x"],
  [[]],
])("an HTTP event or anything else is no message: %#", (event) =>
  expect(parseMessage(event)).toBeUndefined(),
);

test.each([
  [run],
  [{ ...run, record }],
  [prewarm],
  [{ ...prewarm, fanOut: 1 }],
  [{ ...prewarm, fanOut: 100 }],
  [status],
])("%j is a message", (event) => expect(parseMessage(event)).toBe(event));

describe("a message that the proxy does not know", () => {
  const fanOuts = [0, 1.5, "4", 101, null];
  const records = [null, "x", {}, { claimUrl: "a" }, { resultUrl: "b" }];
  test.each<object>([
    { megamode: 1 },
    { ...run, megamode: 2 },
    { ...run, command: undefined },
    { ...run, message: "constructor" },
    { ...prewarm, holdUntil: "soon" },
    { ...status, host: 1 },
    { ...status, path: undefined },
    ...fanOuts.map((fanOut) => ({ ...prewarm, fanOut })),
    ...records.map((record) => ({ ...run, record })),
  ])("is an error: %j", (event) => {
    expect(() => parseMessage(event)).toThrow(/^unknown megamode message: \{"megamode":/);
  });
});
