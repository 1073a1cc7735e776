import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { MARKER_START } from "../../../contract/headers.ts";
import type { HttpRequest, HttpResponse } from "../../../runtime/src/http/message.ts";
import { askServer, type ServerAccess } from "../../../runtime/src/server/ask-server.ts";
import { Collected } from "../logs/collected.ts";
import { FakeServer } from "./fake-sandbox.ts";

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

beforeEach(() => {
  output = new Collected();
  server = FakeServer.listening(output);
  sent = [];
  calls = [];
});

type Send = (signal: AbortSignal) => Promise<HttpResponse>;
const answer: Send = async () => {
  server.log.push(Buffer.from(`Completed\n${MARKER_START}secret ${ID}\n`));
  return OK;
};

function ask(send: Send = answer, limitMs = 60_000, ready = async () => server) {
  const access: ServerAccess = {
    sandbox: {
      ready,
      settled: async (path) => void calls.push(`settled ${path}`),
      restart: async () => void calls.push("restart"),
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
  return askServer(request, ID, limitMs, access);
}
const detail = ({ body }: HttpResponse) => JSON.parse(body.toString()).detail;

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
    expect(calls).toEqual(["settled /posts", "send"]);
  });

  test("fails where the server does not start", async () => {
    const failing = async () => {
      throw new Error("no database");
    };
    await expect(ask(answer, 60_000, failing)).rejects.toThrow("no database");
  });
});

describe("a server in trouble", () => {
  test("that is still starting is answered for with 504", async () => {
    const response = await ask(answer, 1, () => new Promise(() => {}));
    expect(response.status).toBe(504);
    expect(detail(response)).toBe("It was not ready within 0 s.");
    expect(output.text).toBe("megamode: The app is still starting. It was not ready within 0 s.\n");
    expect(sent).toEqual([]);
  });

  test("that hangs is answered for with 504 and restarted", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate"] });
    const hang: Send = async (signal) => {
      jest.advanceTimersByTime(60);
      throw signal.reason;
    };
    const response = await ask(hang, 60);
    jest.useRealTimers();
    expect(response.status).toBe(504);
    expect(detail(response)).toBe("The app did not answer within 0.1 s; its server is restarted.");
    expect(calls.slice(2)).toEqual(["close", "restart"]);
  });

  test("that dies is answered for with 502 that says how, after its last words", async () => {
    const response = await ask(async () => {
      server.log.push(Buffer.from("out of memory"));
      server.ends("was killed (SIGKILL)");
      throw new Error("socket hang up");
    });
    expect(response.status).toBe(502);
    expect(detail(response)).toBe("The rack server was killed (SIGKILL).");
    expect(output.text).toBe(
      "Rails: out of memory\nmegamode: The app did not answer. The rack server was killed (SIGKILL).\n",
    );
    expect(calls.slice(2)).toEqual(["close"]);
  });

  test("that only breaks a connection is answered for with 502 that says so", async () => {
    const response = await ask(async () => {
      throw new Error("socket hang up");
    });
    expect(response.status).toBe(502);
    expect(detail(response)).toBe("socket hang up");
  });
});
