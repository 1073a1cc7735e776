import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Adapter, Invocation } from "../../../runtime/src/events/adapter.ts";
import { functionUrl } from "../../../runtime/src/events/function-url.ts";
import { httpApi1 } from "../../../runtime/src/events/http-api-1.ts";
import { httpApi2 } from "../../../runtime/src/events/http-api-2.ts";
import { loadBalancer } from "../../../runtime/src/events/load-balancer.ts";
import { type RestApiEvent, restApi } from "../../../runtime/src/events/rest-api.ts";
import type { HttpRequest, Receiver } from "../../../runtime/src/http/message.ts";
import { LeftOutHeaders } from "../../../runtime/src/logs/left-out-headers.ts";
import { Once } from "../../../runtime/src/logs/once.ts";
import type { RequestDeps } from "../../../runtime/src/requests/request-deps.ts";
import type { ResponseStream } from "../../../runtime/src/requests/response-stream.ts";
import { streamHttp } from "../../../runtime/src/requests/stream-http.ts";
import { SandboxHistory } from "../../../runtime/src/server/sandbox-history.ts";
import { invocation, restEvent } from "../events/rest-event.ts";
import { Collected } from "../logs/collected.ts";
import { askedBefore, FakeServer } from "../server/fake-sandbox.ts";
import { openPostedStream, type PostedStream } from "./posted-stream.ts";

type Send = (receiver: Receiver, signal: AbortSignal) => Promise<void>;

let output: Collected;
let server: FakeServer;
let posted: PostedStream;
let replaced: number;
beforeEach(async () => {
  output = new Collected();
  server = FakeServer.listening(output);
  posted = await openPostedStream();
  replaced = 0;
});
afterEach(() => posted.close());

interface Changes {
  readonly event?: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: each adapter has an event type of its own
  readonly adapter?: Adapter<any>;
  readonly of?: Invocation;
  readonly requestTimeoutMs?: number;
  readonly stream?: ResponseStream;
  readonly fails?: (status: number) => boolean;
  readonly ownAnswer?: RequestDeps["ownAnswer"];
}

/** Streams what `send` gives, and does with an error what the runtime client does. */
async function stream(send: Send, changes: Changes = {}): Promise<unknown> {
  const { adapter = restApi, of = invocation, requestTimeoutMs = 60_000 } = changes;
  const event = changes.event ?? restEvent({ stageVariables: { responseMode: "stream" } });
  const history = new SandboxHistory(0);
  for (let count = 0; count < 2; count += 1) history.countPrewarm();
  const deps = {
    sandbox: {
      warm: true,
      history,
      ready: async () => server,
      settled: async () => {},
      async replace() {
        replaced += 1;
      },
      gaveUp: async () => "It was not ready.",
      firstRequest: askedBefore(server),
      served: () => {},
    },
    forwarder: {
      close: () => {},
      send: () => Promise.reject(new Error("not streamed")),
      receive: (_: HttpRequest, signal: AbortSignal, receiver: Receiver) => send(receiver, signal),
    },
    output,
    leftOutHeaders: new LeftOutHeaders(output),
    once: new Once(output),
    requestTimeoutMs,
    failsInvocation: changes.fails ?? (() => false),
    ownAnswer: changes.ownAnswer,
  };
  try {
    await streamHttp(adapter, event, of, deps, changes.stream ?? posted.stream);
    return undefined;
  } catch (error) {
    await posted.fail(error);
    return error;
  }
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
const completed = () => /Completed .*\n/.exec(output.text)?.[0].replace(/\d+\.\d{3}s/, "Ns");

describe("an answer that is streamed", () => {
  test("goes out piece by piece, behind its head", async () => {
    let next!: () => void;
    const waiting = new Promise<void>((resolve) => {
      next = resolve;
    });
    const done = stream(async (receiver) => {
      receiver.head({
        status: 201,
        headers: [
          ["Set-Cookie", "a=1"],
          ["Set-Cookie", "b=2"],
        ],
      });
      await receiver.chunk(Buffer.from("data: 1\n\n"));
      await waiting;
      await receiver.chunk(Buffer.from([0, 255]));
    });
    await posted.holds("data: 1\n\n");
    expect(posted.got().prelude).toEqual({
      statusCode: 201,
      multiValueHeaders: {
        "Set-Cookie": ["a=1", "b=2"],
        "x-megamode-prewarm-count": ["2"],
        "x-megamode-call-count": ["1"],
      },
    });
    next();
    expect(await done).toBeUndefined();
    expect(await posted.ended).toBeUndefined();
    expect([...posted.got().body.subarray(-2)]).toEqual([0, 255]);
    expect(completed()).toBe("Completed Status Code 201 in Ns (11 B, warm)\n");
  });

  test("is the proxy's own where it has one, and the rack server is not asked", async () => {
    const ownAnswer = async () => ({
      status: 203,
      headers: [["X-Own", "1"]] as [string, string][],
      body: Buffer.from("own"),
    });
    await stream(() => Promise.reject(new Error("it was asked")), { ownAnswer });
    expect(await posted.ended).toBeUndefined();
    expect(posted.got()).toMatchObject({
      prelude: { statusCode: 203, multiValueHeaders: { "X-Own": ["1"] } },
      body: Buffer.from("own"),
    });
    expect(completed()).toBe("Completed Status Code 203 in Ns (3 B, warm)\n");
  });

  test("has cookies apart for a Function URL", async () => {
    const event = {
      version: "2.0",
      rawPath: "/",
      rawQueryString: "",
      headers: {},
      requestContext: {
        domainName: "abc.lambda-url.eu-west-1.on.aws",
        http: { method: "GET", path: "/", sourceIp: "203.0.113.9" },
      },
    };
    await stream(
      async (receiver) => receiver.head({ status: 200, headers: [["Set-Cookie", "a=1"]] }),
      { adapter: functionUrl, event },
    );
    expect(posted.got().prelude).toMatchObject({ statusCode: 200, cookies: ["a=1"] });
    expect(posted.got().prelude).not.toHaveProperty("multiValueHeaders");
  });

  test.each<[string, number, Partial<RestApiEvent>]>([
    ["an empty body", 200, {}],
    ["no content", 204, {}],
    ["nothing new", 304, {}],
    ["HEAD", 200, { httpMethod: "HEAD" }],
  ])("has a head for %s, and an end", async (_, status, changes) => {
    const event = restEvent({ stageVariables: { responseMode: "stream" }, ...changes });
    await stream(async (receiver) => receiver.head({ status, headers: [] }), { event });
    expect(await posted.ended).toBeUndefined();
    expect(posted.got()).toMatchObject({ prelude: { statusCode: status }, body: Buffer.alloc(0) });
  });

  test("takes no more from the app while nobody takes it from the stream", async () => {
    let take: (() => void) | undefined;
    const written: number[] = [];
    const listeners = new Set<unknown>();
    const narrow: ResponseStream = {
      destroyed: false,
      write(chunk, taken) {
        written.push(chunk.length);
        take = taken;
        return true;
      },
      end: () => {},
      on: (_, listener) => void listeners.add(listener),
      off: (_, listener) => void listeners.delete(listener),
      setContentType: () => {},
    };
    const order: string[] = [];
    let listening = 0;
    const done = stream(
      async (receiver) => {
        receiver.head({ status: 200, headers: [] });
        listening = listeners.size;
        const taken = receiver.chunk(Buffer.from("one"));
        await Promise.race([taken, new Promise((resolve) => setImmediate(resolve))]);
        order.push("waiting");
        take?.();
        await taken;
        order.push("taken");
      },
      { stream: narrow },
    );
    await done;
    expect(order).toEqual(["waiting", "taken"]);
    expect(listeners.size).toBe(listening);
    expect(written).toEqual([0, 3]);
  });

  test("is taken from the app no faster than the client reads", async () => {
    const order: string[] = [];
    // The system's buffers have no room for it.
    const piece = Buffer.alloc(30_000_000, "x");
    const done = stream(async (receiver) => {
      receiver.head({ status: 200, headers: [] });
      await receiver.chunk(Buffer.from("first"));
      await posted.holds("first");
      posted.pause();
      const taken = Promise.resolve(receiver.chunk(piece)).then(() => order.push("taken"));
      for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
      order.push("reads on");
      posted.resume();
      await taken;
    });
    expect(await done).toBeUndefined();
    await posted.ended;
    expect(order).toEqual(["reads on", "taken"]);
    expect(posted.got().body.length).toBe(piece.length + 5);
  });

  test("that a client does not wait for ends the app's request, and is no error", async () => {
    const done = stream(async (receiver, signal) => {
      receiver.head({ status: 200, headers: [] });
      await receiver.chunk(Buffer.from("first"));
      await untilAborted(signal);
    });
    await posted.holds("first");
    posted.breakOff();
    expect(await done).toBeUndefined();
    expect(completed()).toBe("Completed Status Code 200 in Ns (5 B, warm, cut)\n");
    expect(output.text).not.toContain("megamode:");
    expect(replaced).toBe(0);
  });
});

describe("a client that goes away", () => {
  test("before the head ends the app's request, which is no failure of the server's", async () => {
    const done = stream(async (_, signal) => {
      posted.breakOff();
      await untilAborted(signal);
    });
    expect(await done).toBeUndefined();
    expect(completed()).toBe("Completed Status Code 499 in Ns (0 B, warm, cut)\n");
    expect(output.text).not.toContain("megamode:");
    expect(replaced).toBe(0);
  });

  test("while it has yet to take a piece frees the app", async () => {
    const done = stream(async (receiver, signal) => {
      receiver.head({ status: 200, headers: [] });
      await receiver.chunk(Buffer.from("first"));
      await posted.holds("first");
      posted.pause();
      const taken = receiver.chunk(Buffer.alloc(30_000_000));
      posted.breakOff();
      await taken;
      await (signal.aborted ? Promise.reject(signal.reason) : untilAborted(signal));
    });
    expect(await done).toBeUndefined();
    expect(completed()).toContain("warm, cut)");
  });
});

describe("an answer that breaks off", () => {
  test("ends with an error behind its head, so that nobody takes it for whole", async () => {
    const error = await stream(async (receiver) => {
      receiver.head({ status: 200, headers: [["Content-Length", "100"]] });
      await receiver.chunk(Buffer.from("half"));
      server.ends("was killed (SIGKILL)");
      throw new Error("the rack server closed the connection");
    });
    expect(error).toBeInstanceOf(Error);
    expect(await posted.ended).toBe("Error");
    expect(posted.got().body.toString()).toBe("half");
    expect(completed()).toBe("Completed Status Code 200 in Ns (4 B, warm, cut)\n");
    expect(output.text).toContain("was killed (SIGKILL)");
  });

  test("before its head is a page that is streamed", async () => {
    await stream(async () => {
      server.ends("was killed (SIGKILL)");
      throw new Error("the rack server closed the connection");
    });
    expect(await posted.ended).toBeUndefined();
    expect(posted.got().prelude).toMatchObject({ statusCode: 502 });
    expect(posted.got().body.toString()).toContain("<h1>");
    expect(completed()).toMatch(/^Completed Status Code 502 in Ns \(\d+ B, warm\)/);
  });

  test("is one that lasts until the invocation's time is up, and the server is replaced", async () => {
    let left = 60_000;
    const context = { ...invocation.context, getRemainingTimeInMillis: () => left };
    const error = await stream(
      async (receiver, signal) => {
        left = 1000; // The second that is kept back.
        receiver.head({ status: 200, headers: [] });
        await untilAborted(signal);
      },
      { of: { ...invocation, context } },
    );
    expect((error as Error).name).toBe("AbortError");
    expect(replaced).toBe(1);
    expect(output.text).toContain("when the invocation's time was up");
  });
});

describe("the request's own limit", () => {
  test("ends what gives no head", async () => {
    await stream((_, signal) => untilAborted(signal), { requestTimeoutMs: 1 });
    await posted.ended;
    expect(posted.got().prelude).toMatchObject({ statusCode: 504 });
    expect(replaced).toBe(1);
  });

  test("is over with the head: a stream may last longer", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "performance"] });
    let aborted: boolean | undefined;
    const error = await stream(
      async (receiver, signal) => {
        receiver.head({ status: 200, headers: [] });
        jest.advanceTimersByTime(10_000);
        aborted = signal.aborted;
        jest.useRealTimers();
      },
      { requestTimeoutMs: 5000 },
    );
    expect([aborted, error]).toEqual([false, undefined]);
  });
});

test("a status that fails the invocation fails it before anything is sent", async () => {
  const error = await stream(
    async (receiver) => {
      receiver.head({ status: 503, headers: [] });
      await receiver.chunk(Buffer.from("a page"));
    },
    { fails: (status) => status === 503 },
  );
  expect((error as Error).message).toContain("503");
  expect(await posted.ended).toBe("Error");
  expect(posted.got()).toEqual({ prelude: undefined, body: Buffer.alloc(0) });
});

test("a request that must not be forwarded is a page that is streamed", async () => {
  const event = restEvent({ path: "/\r\n", stageVariables: { responseMode: "stream" } });
  await stream(() => Promise.reject(new Error("it was forwarded")), { event });
  await posted.ended;
  expect(posted.got().prelude).toMatchObject({ statusCode: 400 });
});

describe("a front door that does not ask for it", () => {
  test.each([
    ["a REST API whose stage has no variable", null],
    ["a REST API that does not stream any more", { responseMode: "buffer" }],
  ])("gets no prelude: %s", (_, stageVariables) => {
    const event = restEvent({ stageVariables });
    expect(restApi.toPrelude?.(event, { status: 200, headers: [] })).toBeUndefined();
  });

  test.each([httpApi1, httpApi2, loadBalancer])("cannot get one: $name", (adapter) => {
    expect(adapter.toPrelude).toBeUndefined();
  });
});
