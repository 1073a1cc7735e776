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

const warm = { host: "h", prefix: "", paths: ["/", "/posts?a=1"] };
const { command: _, ...noCommand } = run;

test.each([
  [run],
  [{ ...noCommand, argv: ["bin/rails", "x y", ""] }],
  [{ ...run, limitMs: 1 }],
  [{ ...run, record }],
  [{ ...run, record: { ...record, readUrl: "http://c/d", pageUrls: ["https://e/?f"] } }],
  [prewarm],
  [{ ...prewarm, fanOut: 1 }],
  [{ ...prewarm, fanOut: 100, warm }],
  [{ ...prewarm, ofALaterCaller: true }],
  [status],
])("%j is a message", (event) => expect(parseMessage(event)).toBe(event));

describe("a message with a wrong field is an error that names it", () => {
  const pages = { ...record, pageUrls: [] };
  const many = Array.from({ length: 21 }, () => "/");
  test.each<[object, string]>([
    [{ megamode: 1 }, "`message` must be prewarm, run, status"],
    [{ ...run, message: "constructor" }, "`message` must be prewarm, run, status"],
    [{ ...run, megamode: 2 }, "`megamode` must be 1"],
    [{ ...run, megamode: true }, "`megamode` must be 1"],
    [noCommand, "give either `command` or `argv`"],
    [{ ...run, argv: ["a"] }, "give either `command` or `argv`"],
    [{ ...run, command: 1 }, "`command` must be a text"],
    [{ ...noCommand, argv: "a" }, "`argv` must be a list of 1 to 10000, each of them texts"],
    [{ ...noCommand, argv: [] }, "`argv` must be a list"],
    [{ ...noCommand, argv: ["a\0b"] }, "`argv` must be a list"],
    [{ ...run, limitMs: 0 }, "`limitMs` must be a number above 0"],
    [{ ...run, limitMs: "5" }, "`limitMs` must be a number above 0"],
    ...[null, "x"].map((value): [object, string] => [
      { ...run, record: value },
      "`record` must be an object",
    ]),
    [{ ...run, record: {} }, "`record.claimUrl` must be a URL"],
    [{ ...run, record: { claimUrl: "https://a" } }, "`record.resultUrl` must be a URL"],
    [{ ...run, record: { ...record, claimUrl: "file:///x" } }, "`record.claimUrl` must be a URL"],
    [{ ...run, record: { ...record, readUrl: 1 } }, "`record.readUrl` must be a URL"],
    [{ ...run, record: pages }, "`record.pageUrls` must be a list of 1 to 100"],
    [{ ...prewarm, holdUntil: "soon" }, "`holdUntil` must be a number"],
    [{ ...prewarm, holdUntil: undefined }, "`holdUntil` must be a number"],
    ...[0, 1.5, "4", 101, null].map((fanOut): [object, string] => [
      { ...prewarm, fanOut },
      "`fanOut` must be a whole number from 1 to 100",
    ]),
    [{ ...prewarm, warm: ["/"] }, "`warm.host` must be a text"],
    [{ ...prewarm, warm: { ...warm, paths: ["posts"] } }, "`warm.paths` must be a list"],
    [{ ...prewarm, warm: { ...warm, paths: ["/a b"] } }, "`warm.paths` must be a list"],
    [{ ...prewarm, warm: { ...warm, paths: many } }, "`warm.paths` must be a list of 1 to 20"],
    [{ ...status, host: 1 }, "`host` must be a text"],
    [{ ...status, path: undefined }, "`path` must be a path that begins with /"],
    ...[{ toString: 1 }, ["/up"]].map((path): [object, string] => [
      { ...status, path },
      "`path` must be a path that begins with /",
    ]),
    [{ ...run, record: { ...record, readUrl: { toString: 1 } } }, "`record.readUrl` must be a URL"],
    [{ ...status, path: "/a\r\nx: y" }, "`path` must be a path that begins with /"],
  ])("%j", (event, wrong) => {
    expect(() => parseMessage(event)).toThrow(`wrong megamode message: ${wrong}`);
  });

  test("and tells nothing of the others: a command may hold a secret", () => {
    const event = { ...run, command: "s3cret", limitMs: 0 };
    expect(() => parseMessage(event)).toThrow(/^(?!.*s3cret)/);
  });
});
