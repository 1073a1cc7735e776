import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Answered, CLIENTS, ClientAccount } from "../../../both-clients.ts";
import { zip } from "../../../local/services/lambda/account.ts";
import { bubblewrapRuns } from "../../../machines.ts";

const always = bubblewrapRuns ? describe : describe.skip;

// What a function can do that a runtime client must answer for. The event says which.
const BUFFERED = `
class Coded extends Error { name = "Coded"; code = "E_CODE"; }
const WAYS = {
  object: () => ({ a: [1, "é"] }),
  nothing: () => undefined,
  text: () => "text",
  context: (_, { awsRequestId, getRemainingTimeInMillis, logStreamName, ...rest }) =>
    ({ rest: Object.keys(rest).sort().map((k) => [k, rest[k]]), left: typeof getRemainingTimeInMillis }),
  "trace's variable": () => typeof process.env._X_AMZN_TRACE_ID,
  throws: () => { throw new RangeError("too far"); },
  "throws a text": () => { throw "only text"; },
  "throws nothing": () => { throw undefined; },
  "throws an object": () => { throw { a: 1 }; },
  "throws with a code": () => { throw new Coded("coded"); },
  "throws with a cause": () => { throw new Error("outer", { cause: new TypeError("inner") }); },
  "throws with DEL": () => { throw new Error("a\\u007fb"); },
  "throws with a name of its own": () => { throw Object.assign(new Error("m"), { name: "Näme" }); },
  circular: () => { const a = {}; a.a = a; return a; },
  "a big integer": () => 10n,
  console: () => { console.log("a %s", { b: 1 }); console.error(new TypeError("shown").message); console.debug("two\\nlines"); console.trace?.call; return 1; },
  "raw output": () => { process.stdout.write("raw\\n"); return 1; },
};
export const handler = async (event, context) => WAYS[event.way](event, context);`;

const STREAMED = `
const { HttpResponseStream, streamifyResponse } = awslambda;
const WAYS = {
  async whole(stream) {
    stream = HttpResponseStream.from(stream, { statusCode: 201, headers: { a: "é" } });
    stream.write("one"); stream.write(Buffer.from([0, 255])); stream.end("three");
  },
  async empty(stream) { stream = HttpResponseStream.from(stream, { statusCode: 204 }); stream.write(""); stream.end(); },
  async "only ended"(stream) { HttpResponseStream.from(stream, { statusCode: 200 }).end("body"); },
  async object(stream) { stream.setContentType("application/json"); stream.write({ a: 1 }); stream.end(); },
  async "fails at once"(stream) { throw new RangeError("too far"); },
  async "fails half-way"(stream) { stream = HttpResponseStream.from(stream, { statusCode: 200 }); stream.write("half"); throw new RangeError("too far"); },
  async "type too late"(stream) { stream.write("x"); stream.setContentType("text/plain"); },
  "not async": (stream) => stream.end("x"),
  async "a value"(stream) { stream.write("x"); stream.end(); return "a value"; },
  async members(stream) { stream.write(["pipe", "write", "end", "on", "once", "writable", "destroyed", "writableHighWaterMark"].map((n) => n + " " + typeof stream[n]).join()); stream.end(); },
};
export const handler = streamifyResponse((event, stream) => WAYS[event.way](stream), { highWaterMark: 30000 });`;

/** Functions that cannot start, and the handler that is asked for. */
const UNLOADABLE: readonly [string, string, string][] = [
  ["a module that is not there", "missing.handler", "export const x = 1;"],
  ["an import that is not there", "index.handler", 'import "nowhere";'],
  ["an export that is not there", "index.other", "export const handler = 1;"],
  ["an export that is no function", "index.handler", "export const handler = 1;"],
  ["a syntax error", "index.handler", "export const = ;"],
  ["a callback", "index.handler", "export const handler = (event, context, callback) => {};"],
  ["an error at init", "index.handler", 'throw new RangeError("no database");'],
  ["a name that leads outside", "../index.handler", "export const handler = async () => 1;"],
];

const waysOf = (source: string) =>
  [...source.matchAll(/^ {2}(?:async )?(?:"([^"]+)"|(\w+))(?:\(|:)/gm)].map(([, quoted, word]) =>
    quoted === undefined ? word! : quoted,
  );

always("a function answers the same under both runtime clients", () => {
  const accounts: ClientAccount[] = [];
  beforeAll(async () => {
    for (const name of CLIENTS) {
      const account = await ClientAccount.open(name);
      accounts.push(account);
      await account.create("buffered", zip(BUFFERED));
      await account.create("streamed", zip(STREAMED));
    }
  });
  afterAll(async () => {
    for (const account of accounts) await account.close();
  });

  const both = async (name: string, way: string): Promise<Answered[]> => [
    await accounts[0]!.invoke(name, { way }),
    await accounts[1]!.invoke(name, { way }),
  ];

  test("there are enough of them to compare", () => {
    expect(waysOf(BUFFERED).length).toBeGreaterThan(15);
    expect(waysOf(STREAMED).length).toBeGreaterThan(8);
  });

  test.each(waysOf(BUFFERED))("buffered: %s", async (way) => {
    const [ours, awss] = await both("buffered", way);
    expect(ours).toEqual(awss);
  });

  test.each(UNLOADABLE)("%s", async (title, Handler, source) => {
    const name = title.replaceAll(/\W+/g, "-");
    const all = [];
    for (const account of accounts) {
      await account.create(name, zip(source), {}, { Handler });
      const { error, log } = await account.invoke(name, {});
      // Node.js prints the error once more where AWS's client lets it end the process.
      all.push({ error, log: log.split("\n").filter((line) => line.startsWith("TIME")) });
    }
    expect(all[0]).toEqual(all[1]);
    expect(all[1]!.error?.errorType).toBeDefined();
  });

  test.each(waysOf(STREAMED))("streamed: %s", async (way) => {
    const [ours, awss] = await both("streamed", way);
    expect(ours).toEqual(awss);
  });
});
