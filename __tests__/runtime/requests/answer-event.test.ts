import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { MARKER_START } from "../../../contract/headers.ts";
import type { Invocation } from "../../../runtime/src/events/adapter.ts";
import { readEventSettings } from "../../../runtime/src/events/event-settings.ts";
import type { HttpRequest, HttpResponse } from "../../../runtime/src/http/message.ts";
import { Once } from "../../../runtime/src/logs/once.ts";
import { answerEvent } from "../../../runtime/src/requests/answer-event.ts";
import { FirstRequest } from "../../../runtime/src/server/first-request.ts";
import { SandboxHistory } from "../../../runtime/src/server/sandbox-history.ts";
import { sqsRecord } from "../events/batches.ts";
import { invocation } from "../events/rest-event.ts";
import { Collected } from "../logs/collected.ts";
import { askedBefore, FakeServer } from "../server/fake-sandbox.ts";

let output: Collected;
let once: Once;
let sent: HttpRequest[];
let history: SandboxHistory;
let status: number;
let body: string;
/** The app's headers, with the one by which our middleware marks an answer. */
let marked: [string, string][];
/** Milliseconds that the app takes; of use with fake timers. */
let hangs: number;
let noStart: Error | undefined;
/** Whether the server has had no request yet. */
let isNew: boolean;
let coldStarts: string[];
beforeEach(() => {
  hangs = 0;
  noStart = undefined;
  isNew = false;
  coldStarts = [];
  output = new Collected();
  once = new Once(output);
  sent = [];
  history = new SandboxHistory(0);
  status = 200;
  marked = [["X-Megamode-Log", "1"]];
  body = '{"done":true}';
});

async function send(
  event: unknown,
  environment: Record<string, string> = {},
  of: Invocation = invocation,
) {
  const server = FakeServer.listening(output);
  const deps = {
    sandbox: {
      warm: true,
      history,
      ready: async () => server,
      readyWithin: async () => {
        if (noStart) throw noStart;
        return server;
      },
      gaveUp: async () => "",
      replace: async () => {},
      firstRequest: isNew ? new FirstRequest() : askedBefore(server),
      served: () => {},
      settled: async () => {},
    },
    forwarder: {
      close: () => {},
      async send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
        sent.push(request);
        if (hangs) jest.advanceTimersByTime(hangs);
        if (signal.aborted) throw signal.reason;
        const id = invocation.context.awsRequestId;
        server.log.push(Buffer.from(`Started\n${MARKER_START}secret ${id}\n`));
        return { status, headers: marked, body: Buffer.from(body) };
      },
    },
    output,
    once,
    logEvents: environment.LOG === "1",
    onColdStart: (id: string) => void coldStarts.push(id),
    events: readEventSettings({ MEGAMODE_EVENTS_PATH: "/hooks/events", ...environment }),
  };
  return answerEvent(event, of, deps);
}

describe("an event that is not HTTP", () => {
  test("is posted to the events path as JSON, with its source and the proxy's headers", async () => {
    const event = { Records: [sqsRecord("m1")], é: "\u2028" };
    expect(await send(event)).toEqual({ done: true });
    const [{ method, prefix, target, headers, body: bytes }] = sent as [HttpRequest];
    expect({ method, prefix, target }).toEqual({
      method: "POST",
      prefix: "",
      target: "/hooks/events",
    });
    expect(JSON.parse(bytes!.toString())).toEqual(event);
    expect(Object.fromEntries(headers)).toEqual({
      host: "localhost",
      accept: "application/json",
      "content-type": "application/json",
      "content-length": String(bytes!.length),
      "user-agent": "megamode-events",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": "localhost",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
      "x-request-id": invocation.context.awsRequestId,
      "x-amzn-trace-id": "Root=1-2-3",
      "x-amzn-request-context": "null",
      "x-amzn-lambda-context": expect.stringContaining('"functionName":"blog-dev"'),
      "x-megamode-event": "aws:sqs",
      "x-megamode-prefix": "",
      "x-megamode-secret": "secret",
    });
    expect(history.report().callCount).toBe(1);
  });

  test("that passes no middleware of ours has the log say once that the path is open to clients", async () => {
    const said =
      /megamode: Clients reach \/hooks\/events .* only what has the header X-Megamode-Event\.\n/g;
    await send({});
    status = 500;
    marked = [];
    await send({}).catch(() => undefined); // The server's own page, for an app that raises.
    expect(output.text).not.toMatch(said);
    status = 200;
    await send({});
    await send({});
    expect(output.text.match(said)).toHaveLength(1);
  });

  test("has its lines between the first and the last, as a request has", async () => {
    await send({ source: "aws.events", "detail-type": "Scheduled Event" });
    expect(output.text).toMatch(
      /^Processing POST \/hooks\/events \(aws\.events\)\nRails: Started\nCompleted Status Code 200 in \d\.\d{3}s \(13 B, warm\)\n$/,
    );
  });

  test("is shown in the log where that is asked for, without what may be secret", async () => {
    const event = { Records: [{ ...sqsRecord("m1"), body: "s3cret" }] };
    await send(event, { LOG: "1" });
    expect(output.text).toMatch(/\nEvent: \{"Records":.*\}\nCompleted Status/);
    expect(output.text).not.toContain("s3cret");
  });

  test("that a sandbox was started for is cold, once", async () => {
    const Records = [sqsRecord("a"), sqsRecord("b")];
    const environment = { MEGAMODE_REPORT_BATCH_ITEM_FAILURES: "true" };
    await send({ Records }, environment, { ...invocation, first: true });
    expect(output.text.match(/cold|warm/g)).toEqual(["cold", "warm"]);
    expect(coldStarts).toEqual([invocation.context.awsRequestId]);
  });

  test.each([
    ["text", '"text"'],
    [[1, 2], "[1,2]"],
    [7, "7"],
    [null, "null"],
    [undefined, "null"],
    [{}, "{}"],
  ])("%j is the body %s", async (event, json) => {
    await send(event);
    expect(sent[0]!.body!.toString()).toBe(json);
    expect(sent[0]!.headers).toContainEqual(["x-megamode-event", "invoke"]);
  });

  test("below a public URL is sent with its host and prefix", async () => {
    const publicUrl = { host: "www.example.com", port: "443", prefix: "/shop" };
    await send({}, {}, { ...invocation, publicUrl });
    expect(sent[0]!.prefix).toBe("/shop");
    expect(sent[0]!.headers).toContainEqual(["host", "www.example.com"]);
  });

  test.each([
    [200, '"x"', "x"],
    [201, "[1]", [1]],
    [200, "null", null],
    [204, "", null],
    [202, "", null],
  ])("answered by %i and %j gives %j", async (given, text, result) => {
    status = given;
    body = text;
    expect(await send({})).toEqual(result);
  });
});

describe("the invocation fails, so that the event comes again, if", () => {
  test.each([
    [500, "", "the app answered 500 to POST /hooks/events (invoke). The log of request 3b95bd71-"],
    [404, "", "(invoke): it may have no such route. MEGAMODE_EVENTS_PATH names the path. The log"],
    [422, "", "the controller needs `skip_forgery_protection`. The log"],
    [302, "", "the app answered 302 to POST"],
    [304, "", "the app answered 304 to POST"],
    [200, "<html>Sign in</html>", "with a body that is not JSON. Let it answer JSON, or nothing"],
  ])("the app answers %i and %j", async (given, text, message) => {
    status = given;
    body = text;
    const failure = await send({}).catch((error: Error) => error);
    expect(failure).toMatchObject({
      name: "EventFailed",
      message: expect.stringContaining(message),
    });
    expect((failure as Error).message).not.toContain("Sign in");
  });

  test("no path is configured: the error names the variable, and the app is not asked", async () => {
    await expect(send({ Records: [sqsRecord("a")] }, { MEGAMODE_EVENTS_PATH: "" })).rejects.toThrow(
      /source is aws:sqs.*Set MEGAMODE_EVENTS_PATH/,
    );
    expect([sent, history.report().callCount]).toEqual([[], 0]);
  });

  test("the app does not start: the reason is the failure's, and not a page's", async () => {
    noStart = new Error("the rack server exited with status 1");
    await expect(send({})).rejects.toBe(noStart);
    expect(sent).toEqual([]);
  });

  test("the app is ready too late: it is not asked, and the source sends the event again", async () => {
    isNew = true;
    const times = [30_000];
    const getRemainingTimeInMillis = () => times.shift() ?? 1900;
    const context = { ...invocation.context, getRemainingTimeInMillis };
    await expect(send({}, {}, { ...invocation, context })).rejects.toThrow(
      "the rack server was ready too late for this event",
    );
    expect(sent).toEqual([]);
  });

  test("the app takes until a second before the end of the invocation", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate"] });
    hangs = 898_999;
    const context = { ...invocation.context, getRemainingTimeInMillis: () => 900_000 };
    expect(await send({}, {}, { ...invocation, context })).toEqual({ done: true });
    hangs = 899_000;
    await expect(send({}, {}, { ...invocation, context })).rejects.toThrow("answered 504 to POST");
    jest.useRealTimers();
  });
});

describe("a batch", () => {
  const Records = [sqsRecord("a"), sqsRecord("b")];
  test("is one request, and its result is the app's, unless its mapping asks for more", async () => {
    body = '{"batchItemFailures":[{"itemIdentifier":"b"}]}';
    expect(await send({ Records })).toEqual(JSON.parse(body));
    expect(sent).toHaveLength(1);
  });

  test("whose mapping asks for it is a request for each record, and one call", async () => {
    const environment = { MEGAMODE_REPORT_BATCH_ITEM_FAILURES: "true" };
    expect(await send({ Records }, environment)).toEqual({ batchItemFailures: [] });
    expect(sent.map(({ body }) => JSON.parse(body!.toString()).Records[0].messageId)).toEqual([
      "a",
      "b",
    ]);
    expect(history.report().callCount).toBe(1);
  });
});
