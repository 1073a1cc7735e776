import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { MARKER_START } from "../../../contract/headers.ts";
import {
  BadRequestError,
  type HttpRequest,
  type HttpResponse,
} from "../../../runtime/src/http/message.ts";
import { askServer, exchange, type ServerAccess } from "../../../runtime/src/server/ask-server.ts";
import { FirstRequest } from "../../../runtime/src/server/first-request.ts";
import { ForwardError } from "../../../runtime/src/server/forward-error.ts";
import { Collected } from "../logs/collected.ts";
import { askedBefore, FakeServer } from "./fake-sandbox.ts";

const ID = "request-1";
const request: HttpRequest = {
  method: "GET",
  prefix: "/dev",
  target: "/posts?page=2",
  headers: [["accept", "application/json"]],
};
const OK: HttpResponse = { status: 200, headers: [], body: Buffer.from("ok") };

let output: Collected;
let server: FakeServer;
let sent: HttpRequest[];
let calls: string[];
let firstRequest: FirstRequest;

beforeEach(() => {
  output = new Collected();
  server = FakeServer.listening(output);
  sent = [];
  calls = [];
  firstRequest = askedBefore(server);
});

type Send = (signal: AbortSignal) => Promise<HttpResponse>;
const answer: Send = async () => {
  server.log.push(Buffer.from(`Completed\n${MARKER_START}secret ${ID}\n`));
  return OK;
};

function ask(send: Send = answer, limitMs = 60_000, ready = async () => server) {
  return askServer(request, ID, limitMs, access(ready, send));
}

function access(ready: () => Promise<FakeServer>, send: Send = answer): ServerAccess {
  return {
    sandbox: {
      firstRequest,
      ready,
      settled: async (path) => void calls.push(`settled ${path}`),
      replace: async () => void calls.push("replace"),
      gaveUp: async (ms) => `It was not ready within ${ms} ms.`,
      served: () => void calls.push("served"),
    },
    forwarder: {
      send(forwarded, signal) {
        sent.push(forwarded);
        calls.push("send");
        return send(signal);
      },
      close: () => void calls.push("close"),
    },
    output,
  };
}
describe("a request to the rack server", () => {
  test("is forwarded with the prefix and the secret behind its own headers", async () => {
    expect(await ask()).toBe(OK);
    expect(sent).toEqual([
      {
        ...request,
        headers: [
          ["accept", "application/json"],
          ["x-megamode-prefix", "/dev"],
          ["x-megamode-secret", "secret"],
        ],
      },
    ]);
    expect(output.text).toBe("Rails: Completed\n");
  });

  test("waits for its path's file before it is sent", async () => {
    await ask();
    expect(calls).toEqual(["settled /posts", "send", "served"]);
  });
});

/** What the client is told of any trouble: nothing of the app. */
const told = (status: number, error: string) => ({
  status,
  error,
  detail: "Please try again. If it does not help, tell the site's owner the request id.",
  requestId: ID,
});
const page = ({ body }: HttpResponse) => JSON.parse(body.toString());
const broken = (nothingSent = false, headCame = false) =>
  new ForwardError("socket hang up", nothingSent, headCame);

test("a request that cannot be sent is answered with 400, and the server is left alone", async () => {
  const response = await ask(() => Promise.reject(new BadRequestError("a header is wrong")));
  expect(page(response)).toMatchObject({ status: 400, detail: "a header is wrong" });
  expect(calls).toEqual(["settled /posts", "send"]);
  expect(output.text).toBe("");
});

describe("a server in trouble", () => {
  test("that does not start is answered for with 503, and the log has the reason", async () => {
    const failing = async () => {
      throw new Error("the rack server exited with status 7. Its last lines:\nno database");
    };
    const response = await ask(answer, 60_000, failing);
    expect(page(response)).toEqual(told(503, "The app did not start"));
    expect(output.text).toBe(
      "megamode: The app did not start. The rack server exited with status 7. Its last lines:\nmegamode: no database\n",
    );
  });

  test("that is still starting is answered for with 504", async () => {
    const response = await ask(answer, 1, () => new Promise(() => {}));
    expect(page(response)).toEqual(told(504, "The app is still starting"));
    expect(output.text).toBe(
      "megamode: The app is still starting. It was not ready within 1 ms.\n",
    );
    expect(sent).toEqual([]);
  });

  test("that hangs is answered for with 504 and replaced", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate"] });
    const hang: Send = async (signal) => {
      jest.advanceTimersByTime(60);
      throw signal.reason;
    };
    const response = await ask(hang, 60);
    jest.useRealTimers();
    expect(page(response)).toEqual(told(504, "The app took too long to answer"));
    expect(output.text).toContain("It did not answer within 0.1 s.");
    expect(calls.slice(2)).toEqual(["replace", "close"]);
  });

  test("is not taken for one that hangs where the invocation has no time left", async () => {
    const response = await ask(answer, -5);
    expect(page(response)).toEqual(told(504, "The app took too long to answer"));
    expect(output.text).toContain("No time was left to ask it.");
    expect(calls).toEqual([]);
  });

  test("is given up in time even where the connection never settles", async () => {
    const response = await ask(() => new Promise(() => {}), 1);
    expect(response.status).toBe(504);
  });

  test("that dies is answered for with 502, and the log has how, for how long, and the last words", async () => {
    const response = await ask(async () => {
      server.log.push(Buffer.from("out of memory"));
      server.ends("was killed (SIGKILL)");
      throw broken();
    });
    expect(page(response)).toEqual(told(502, "The app did not answer"));
    expect(output.text).toBe(
      "Rails: out of memory\nmegamode: The app did not answer. The rack server was killed (SIGKILL). It ran for 1.0 s.\nmegamode: Its last lines:\nmegamode:   out of memory\n",
    );
    expect(calls.slice(2)).toEqual(["close"]);
  });

  test("that only breaks a connection is answered for with 502, and the log says so", async () => {
    const response = await ask(async () => {
      throw broken();
    });
    expect(page(response)).toEqual(told(502, "The app did not answer"));
    expect(output.text).toBe("megamode: The app did not answer. Socket hang up\n");
    // It goes on, and what it prints now is of no request.
    server.log.push(Buffer.from("later\n"));
    expect(output.text).toContain("\nRails: [after ");
  });

  test("that died before it was sent anything is started again, and asked again, once", async () => {
    const deaths = [broken(true)];
    const response = await ask(async (signal) => {
      const death = deaths.shift();
      if (!death) return answer(signal);
      server.ends("was killed (SIGKILL)");
      server = FakeServer.listening(output);
      throw death;
    });
    expect(response).toBe(OK);
    expect(sent).toHaveLength(2);
    expect(calls.slice(1, 4)).toEqual(["send", "close", "replace"]);
    expect(output.text).toMatch(
      /^megamode: The rack server was killed \(SIGKILL\)\. It is started again/,
    );
  });

  test("that takes nothing, however often it is started, is answered for with 502", async () => {
    const response = await ask(async () => {
      throw broken(true);
    });
    expect(response.status).toBe(502);
    expect(sent).toHaveLength(2);
  });

  test("that dies in the middle of its answer is answered for with 502 while the client has nothing", async () => {
    const response = await ask(async () => {
      throw broken(false, true);
    });
    expect(response.status).toBe(502);
  });

  test.each([
    ["dies", 60_000, "socket hang up"],
    ["hangs", 1, "aborted"],
  ])(
    "that %s in the middle of a streamed response breaks the stream: no page comes",
    async (what, limit, message) => {
      const streamed = exchange(
        request,
        ID,
        limit,
        access(async () => server),
        (_, { signal }) =>
          new Promise<never>((_resolve, reject) => {
            if (what === "dies") reject(broken(false, true));
            else signal.addEventListener("abort", () => reject(signal.reason));
          }),
        () => true,
      );
      await expect(streamed).rejects.toThrow(message);
      expect(output.text).toMatch(/^megamode: The app /);
    },
  );
});

describe("a server that is ready late in the time of the request that waited for it", () => {
  const LIMIT = 28_000;
  let booted: boolean;
  beforeEach(() => {
    booted = false;
    jest.useFakeTimers({ doNotFake: ["setImmediate"] });
    firstRequest = new FirstRequest();
  });
  afterEach(() => void jest.useRealTimers());

  /** A request to a sandbox whose server takes this long to be ready, and then this long for its first request. */
  async function visit(bootMs: number, takesMs: number): Promise<number> {
    const ready = async () => {
      if (!booted) jest.advanceTimersByTime(bootMs);
      booted = true;
      return server;
    };
    const takes: Send = async (signal) => {
      jest.advanceTimersByTime(takesMs);
      if (signal.aborted) throw signal.reason;
      return OK;
    };
    calls = [];
    const { status } = await ask(takes, LIMIT, ready);
    if (calls.includes("replace")) {
      server = FakeServer.listening(output);
      booted = false;
    }
    return status;
  }
  test.each([
    [
      "with too little time left: it is not asked, and serves the next one",
      27_900,
      500,
      [504, 200],
    ],
    ["with enough time left: it is asked", 26_000, 1500, [200, 200]],
    [
      "with less time than its first page takes: the next one leaves it to a third",
      25_000,
      5000,
      [504, 504, 200],
    ],
  ])("%s", async (_, bootMs, takesMs, expected) => {
    const statuses = [];
    for (const __ of expected) statuses.push(await visit(bootMs, takesMs));
    expect(statuses).toEqual(expected);
  });

  test.each([
    ["starts late", 27_900],
    ["starts soon", 3000],
  ])("and hangs is replaced by the request that finds it ready (%s)", async (_, bootMs) => {
    for (let round = 0; round < 3; round += 1) {
      const first = server;
      for (let visits = 0; server === first; visits += 1) {
        expect(visits).toBeLessThan(2);
        expect(await visit(bootMs, LIMIT)).toBe(504);
      }
    }
  });

  test("is still starting, as far as the client knows, and the log says what was left", async () => {
    await visit(27_900, 500);
    expect(calls).toEqual(["settled /posts"]);
    expect(output.text).toBe(
      "megamode: The app is still starting. It was ready when 0.1 s were left of 28 s: too late for this request.\n",
    );
  });
});
