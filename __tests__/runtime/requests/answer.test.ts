import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { MARKER_START } from "../../../contract/headers.ts";
import type { Invocation } from "../../../runtime/src/events/adapter.ts";
import {
  type RestApiEvent,
  type RestApiResult,
  restApi,
} from "../../../runtime/src/events/rest-api.ts";
import { takeMemory } from "../../../runtime/src/http/body-memory.ts";
import type { HttpRequest, HttpResponse } from "../../../runtime/src/http/message.ts";
import { LeftOutHeaders } from "../../../runtime/src/logs/left-out-headers.ts";
import { Once } from "../../../runtime/src/logs/once.ts";
import { answerHttp } from "../../../runtime/src/requests/answer.ts";
import type { RequestDeps } from "../../../runtime/src/requests/request-deps.ts";
import { SandboxHistory } from "../../../runtime/src/server/sandbox-history.ts";
import { invocation, restEvent } from "../events/rest-event.ts";
import { Collected } from "../logs/collected.ts";
import { askedBefore, FakeServer } from "../server/fake-sandbox.ts";

let output: Collected;
let sent: HttpRequest[];
let response: HttpResponse;
/** Milliseconds after which the server still has not answered; 0: it answers at once. */
let hangs: number;
/** Requests that a sandbox was started for. */
let coldStarts: string[];
beforeEach(() => {
  output = new Collected();
  sent = [];
  hangs = 0;
  coldStarts = [];
  response = {
    status: 201,
    headers: [["Content-Type", "text/plain"]],
    body: Buffer.from("hello"),
  };
});

async function ask(
  changes: Partial<RestApiEvent> = {},
  {
    warm = true,
    requestTimeoutMs = 60_000,
    of = invocation,
    adapter = restApi,
    logEvents = false,
    failsInvocation = (_status: number): boolean => false,
    ownAnswer = undefined as RequestDeps["ownAnswer"],
  } = {},
): Promise<RestApiResult> {
  const server = FakeServer.listening(output);
  const history = new SandboxHistory(0);
  for (let count = 0; count < 2; count += 1) history.countPrewarm();
  const deps = {
    sandbox: {
      warm,
      history,
      ready: async () => server,
      settled: async () => {},
      replace: async () => {},
      gaveUp: async () => "It was not ready.",
      firstRequest: askedBefore(server),
      served: () => {},
    },
    forwarder: {
      close: () => {},
      async send(request: HttpRequest, signal: AbortSignal) {
        sent.push(request);
        if (hangs > 0) {
          jest.advanceTimersByTime(hangs);
          throw signal.reason;
        }
        const id = invocation.context.awsRequestId;
        server.log.push(Buffer.from(`Started\n${MARKER_START}secret ${id}\n`));
        return response;
      },
    },
    output,
    leftOutHeaders: new LeftOutHeaders(output),
    once: new Once(output),
    requestTimeoutMs,
    logEvents,
    onColdStart: (id: string) => void coldStarts.push(id),
    failsInvocation,
    ownAnswer,
  };
  return (await answerHttp(adapter, restEvent(changes), of, deps)) as RestApiResult;
}

const withSecondsLeft = (seconds: number): Invocation => ({
  ...invocation,
  context: { ...invocation.context, getRemainingTimeInMillis: () => seconds * 1000 },
});

describe("an HTTP invocation", () => {
  test("is answered by the proxy itself where it can, and counted and logged as all others", async () => {
    const asked: HttpRequest[] = [];
    const ownAnswer = async (request: HttpRequest) => {
      asked.push(request);
      return request.target === "/own" ? { ...response, status: 203 } : undefined;
    };
    const own = await ask({ path: "/own" }, { ownAnswer });
    expect(own).toMatchObject({ statusCode: 203, body: "hello" });
    expect(own.multiValueHeaders["x-megamode-call-count"]).toEqual(["1"]);
    expect(output.text).toMatch(/^Processing GET \/dev\/own\nCompleted Status Code 203 /);
    expect(sent).toEqual([]);
    expect((await ask({ path: "/other" }, { ownAnswer })).statusCode).toBe(201);
    expect(asked.map(({ target }) => target)).toEqual(["/own", "/other"]);
  });

  test("compresses the proxy's own answers as it does the app's, where a client takes it", async () => {
    const text = Buffer.from("body {} ".repeat(500));
    const ownAnswer = async () => ({ ...response, body: text });
    const headers = { "Accept-Encoding": ["gzip"] };
    const own = await ask({ multiValueHeaders: headers }, { ownAnswer });
    expect(own.multiValueHeaders["Content-Encoding"]).toEqual(["gzip"]);
    expect(Buffer.from(own.body, "base64").length).toBeLessThan(100);
  });

  test("gives the app's answer, with what the sandbox has seen", async () => {
    expect(await ask()).toEqual({
      statusCode: 201,
      multiValueHeaders: {
        "Content-Type": ["text/plain"],
        "x-megamode-prewarm-count": ["2"],
        "x-megamode-call-count": ["1"],
      },
      body: "hello",
      isBase64Encoded: false,
    });
    expect(sent[0]).toMatchObject({ method: "GET", prefix: "/dev", target: "/posts" });
  });

  test.each([
    [true, "warm"],
    [false, "cold"],
  ])("has its app's lines between its first and its last (warm: %s)", async (warm, word) => {
    await ask({ queryStringParameters: { secret: "1" } }, { warm });
    expect(output.text.replace(/\d\.\d{3}s/, "Ns")).toBe(
      `Processing GET /dev/posts\nRails: Started\nCompleted Status Code 201 in Ns (5 B, ${word})\n`,
    );
  });

  test("that cannot be forwarded is answered with 400", async () => {
    const result = await ask({ path: "/\r\n" });
    expect(result.statusCode).toBe(400);
    expect(result.body).toContain("the path has a line break or NUL");
    expect(sent).toEqual([]);
    expect(output.text).toMatch(/^Completed Status Code 400 /);
  });

  test("fails where its event cannot be read at all", async () => {
    const broken = {
      ...restApi,
      toRequest: () => {
        throw new TypeError("a mistake of ours");
      },
    };
    await expect(ask({}, { adapter: broken })).rejects.toThrow("a mistake of ours");
  });

  test("whose answer the front door will not deliver as it is leaves a line in the log", async () => {
    response = { ...response, headers: [["WWW-Authenticate", "Basic"]] };
    await ask();
    expect(output.text).toMatch(/^megamode: The front door renames the header WWW-Authenticate/m);
  });

  test("whose result is too large is answered with a page that says so", async () => {
    response = { ...response, body: Buffer.alloc(7e6, "a") };
    const result = await ask({ multiValueHeaders: { Accept: ["application/json"] } });
    expect(result.statusCode).toBe(502);
    expect(JSON.parse(result.body).error).toBe("The response is too large");
    expect(output.text).toMatch(
      /megamode: The response is too large\. .*\nCompleted Status Code 502 in .* \(\d+ B, warm\)\n$/,
    );
  });
});

describe("a request that takes too long", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["setImmediate"] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test("is given up at its own limit", async () => {
    hangs = 20;
    const result = await ask({}, { requestTimeoutMs: 20 });
    expect(result.statusCode).toBe(504);
    expect(output.text).toContain("within 0 s");
  });

  test("is given up a second before the invocation ends", async () => {
    hangs = 2000;
    const result = await ask({}, { of: withSecondsLeft(3) });
    expect(result.statusCode).toBe(504);
    expect(output.text).toContain("within 2 s");
  });

  test("has what is left of its time after the proxy has looked for an answer of its own", async () => {
    hangs = 6000;
    const ownAnswer = async () => {
      jest.advanceTimersByTime(4000);
      return undefined;
    };
    const result = await ask({}, { requestTimeoutMs: 6000, ownAnswer });
    expect(result.statusCode).toBe(504);
    expect(output.text).toContain("within 2 s");
  });
});

test("a status that fails the invocation is in the log, and the front door gets an error", async () => {
  response = { ...response, status: 503 };
  const failsInvocation = (status: number) => status === 503;
  await expect(ask({}, { failsInvocation })).rejects.toThrow(
    "status is 503, and MEGAMODE_ERROR_STATUS_CODES names it",
  );
  expect(output.text).toContain("Completed Status Code 503");
  response = { ...response, status: 500 };
  expect(await ask({}, { failsInvocation })).toMatchObject({ statusCode: 500 });
});

test("the log names a header that is left out", async () => {
  await ask({ multiValueHeaders: { Host: ["h"], X_Forwarded_For: ["1.2.3.4"] } });
  expect(output.text).toContain("megamode: The client's header x_forwarded_for is left out");
  expect(sent[0]!.headers.flat()).not.toContain("1.2.3.4");
});

describe("a request that the sandbox was started for", () => {
  const { awsRequestId } = invocation.context;

  test("is cold, though the app is ready by then, and is told after its last line", async () => {
    await ask({}, { of: { ...invocation, first: true } });
    expect(output.text).toMatch(/\(5 B, cold\)\n$/);
    expect(coldStarts).toEqual([awsRequestId]);
  });

  test("is not one that waits for a server that is started anew", async () => {
    await ask({}, { warm: false });
    expect(output.text).toMatch(/\(5 B, cold\)\n$/);
    expect(coldStarts).toEqual([]);
  });
});

test("event and parameters stand before the last line, where they are asked for", async () => {
  const query = { multiValueQueryStringParameters: { token: ["s3cr3t"], page: ["2"] } };
  await ask(query, { logEvents: true });
  const lines = output.text.trimEnd().split("\n");
  expect(lines.at(-3)).toMatch(/^Event: \{.*"httpMethod":"GET"/);
  expect(lines.at(-2)).toBe('Parameters: {"token":"[FILTERED]","page":"2"}');
  expect(lines.at(-1)).toMatch(/^Completed Status Code 201/);
  expect(output.text).not.toContain("s3cr3t");
  output.writes.length = 0;
  await ask({ path: "/\r\n" }, { logEvents: true });
  expect(output.text).toMatch(/^Event: .*\nCompleted Status Code 400/);
  output.writes.length = 0;
  await ask(query);
  expect(output.text).not.toContain("Event:");
});

test("a large body's memory is used again, and the result has bytes of its own", async () => {
  const body = takeMemory(2_000_000).fill("a");
  response = { status: 200, headers: [["Content-Type", "image/png"]], body };
  const result = await ask();
  const next = takeMemory(2_000_000);
  expect(next.buffer).toBe(body.buffer);
  next.fill("b");
  expect(Buffer.from(result.body, "base64").equals(Buffer.alloc(2_000_000, "a"))).toBe(true);
});
