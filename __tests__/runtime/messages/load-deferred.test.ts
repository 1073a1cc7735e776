import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { MARKER_START } from "../../../contract/headers.ts";
import type { HttpRequest, HttpResponse } from "../../../runtime/src/http/message.ts";
import { loadDeferred } from "../../../runtime/src/messages/load-deferred.ts";
import { FakeServer } from "../server/fake-sandbox.ts";
import { ReadySandbox } from "./ready-sandbox.ts";

const CONTEXT = { awsRequestId: "invocation-1" };

let sandbox: ReadySandbox;
let sent: HttpRequest[];
let restarts: number;

beforeEach(() => {
  sandbox = new ReadySandbox("s1", { takesPrewarm: true });
  sandbox.replace = async () => {
    restarts += 1;
    await sandbox.server.stop();
  };
  sent = [];
  restarts = 0;
});

type Send = (signal: AbortSignal) => Promise<HttpResponse>;
const answer: Send = async () => {
  sandbox.server.log.push(Buffer.from(`loading\n${MARKER_START}secret invocation-1\n`));
  return { status: 204, headers: [], body: Buffer.alloc(0) };
};

function load(send: Send = answer, limitMs = 60_000) {
  const forwarder = {
    close: () => {},
    send(request: HttpRequest, signal: AbortSignal) {
      sent.push(request);
      return send(signal);
    },
  };
  const deps = { sandbox, forwarder, output: sandbox.output };
  return loadDeferred(sandbox.server, CONTEXT, limitMs, deps);
}

describe("what a cold start defers", () => {
  test("is loaded by one request, which nobody but the proxy can make", async () => {
    await load();
    expect(sent).toEqual([
      {
        method: "GET",
        prefix: "",
        target: "/",
        headers: [
          ["host", "localhost"],
          ["x-request-id", "invocation-1"],
          ["x-megamode-prewarm", "1"],
          ["x-megamode-prefix", ""],
          ["x-megamode-secret", "secret"],
        ],
      },
    ]);
    expect(sandbox.output.text).toBe("Rails: loading\n");
  });

  test("is loaded once by each server", async () => {
    await load();
    await load();
    expect(sent).toHaveLength(1);
    sandbox.server = FakeServer.listening(sandbox.output);
    await load();
    expect(sent).toHaveLength(2);
  });

  test("is not tried again by a server that answered something else", async () => {
    await load(async () => ({ status: 500, headers: [], body: Buffer.alloc(0) }));
    await load();
    expect(sent).toHaveLength(1);
  });

  test("is nothing where no rackup file of ours runs: the app would take the request for a client's", async () => {
    sandbox = new ReadySandbox("s1");
    await load();
    expect(sent).toEqual([]);
  });

  test("waits for the next prewarm where this one has no time left", async () => {
    await load(answer, 0);
    expect(sent).toEqual([]);
    await load();
    expect(sent).toHaveLength(1);
  });
});

describe("a server that is asked to load what is deferred", () => {
  test("is replaced if it hangs, as in any request, and the prewarm goes on", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate"] });
    const hang: Send = async (signal) => {
      jest.advanceTimersByTime(60);
      throw signal.reason;
    };
    await load(hang, 60);
    jest.useRealTimers();
    expect(restarts).toBe(1);
    expect(sandbox.output.text).toBe(
      "megamode: The app took too long to answer. It did not answer within 0.1 s.\n",
    );
  });

  test("fails the prewarm if it dies, with its last words", async () => {
    const dying = load(async () => {
      sandbox.server.log.push(Buffer.from("out of memory\n"));
      sandbox.server.ends("was killed (SIGKILL)");
      throw new Error("socket hang up");
    });
    await expect(dying).rejects.toThrow(
      "the rack server was killed (SIGKILL) while it loaded what was deferred. Its last lines:\nout of memory",
    );
  });

  test("is another one if it died before it was asked, and the prewarm goes on", async () => {
    const dead = sandbox.server;
    dead.ends("was killed (SIGKILL)");
    sandbox.server = FakeServer.listening(sandbox.output);
    const deps = {
      sandbox,
      output: sandbox.output,
      forwarder: {
        close: () => {},
        send(request: HttpRequest) {
          sent.push(request);
          return answer(new AbortController().signal);
        },
      },
    };
    await loadDeferred(dead, CONTEXT, 60_000, deps);
    await load();
    expect(sent).toHaveLength(1);
  });

  test("fails no prewarm if only its connection breaks", async () => {
    await load(async () => {
      throw new Error("socket hang up");
    });
    expect(sandbox.output.text).toContain("The app did not answer. Socket hang up");
  });
});
