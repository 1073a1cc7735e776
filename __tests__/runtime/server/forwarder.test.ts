import fs from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { giveBackMemory } from "../../../runtime/src/http/body-memory.ts";
import type { HttpRequest } from "../../../runtime/src/http/message.ts";
import { Forwarder } from "../../../runtime/src/server/forwarder.ts";

let folder: string;
let server: Server;
let forwarder: Forwarder;
let sockets: Socket[];
let asked: string[];

type Answer = (socket: Socket) => void;
const say =
  (head: string, body = ""): Answer =>
  (socket) =>
    void socket.write(
      Buffer.from(
        `HTTP/1.1 200 OK\r\n${head}content-length: ${body.length}\r\n\r\n${body}`,
        "utf8",
      ),
    );
const hangUp: Answer = (socket) => void socket.destroy();

/** A server that gives these answers, one a request. */
async function open(...answers: Answer[]): Promise<void> {
  await listen(join(folder, "socket"), answers);
}

async function openPort(...answers: Answer[]): Promise<void> {
  await listen(0, answers);
  forwarder = new Forwarder({ port: (server.address() as AddressInfo).port });
}

async function listen(at: string | number, answers: Answer[]): Promise<void> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      asked.push(bytes.toString("utf8"));
      answers.shift()?.(socket);
    });
  });
  await new Promise<void>((listening) =>
    server.listen(
      typeof at === "string" ? { path: at } : { port: at, host: "127.0.0.1" },
      listening,
    ),
  );
}

beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-forward-"));
  forwarder = new Forwarder(join(folder, "socket"));
  sockets = [];
  asked = [];
});
afterEach(() => {
  jest.restoreAllMocks();
  forwarder.close();
  for (const socket of sockets) socket.destroy();
  server?.close();
  fs.rmSync(folder, { recursive: true });
});

const send = (changes: Partial<HttpRequest> = {}, signal = new AbortController().signal) =>
  forwarder.send({ method: "GET", prefix: "", target: "/a?b", headers: [], ...changes }, signal);

describe("a request", () => {
  test("arrives with its lines in order, text as UTF-8 bytes", async () => {
    await open(say(""));
    const headers = [
      ["host", "h"],
      ["x-a", "1"],
      ["x-u", "é"],
      ["x-a", "2"],
      ["content-length", "2"],
    ] as const;
    await send({ method: "POST", headers, body: Buffer.from("hi") });
    expect(asked.join("")).toBe(
      "POST /a?b HTTP/1.1\r\nhost: h\r\nx-a: 1\r\nx-u: é\r\nx-a: 2\r\ncontent-length: 2\r\n\r\nhi",
    );
  });

  test("that has no body announces none", async () => {
    await open(say(""));
    await send({ method: "POST" });
    expect(asked[0]).not.toMatch(/transfer-encoding|content-length/i);
  });
});

describe("an answer", () => {
  test("comes back with its status, its lines as they are, and its bytes", async () => {
    await open(say("Set-Cookie: a=1\r\nset-cookie: b=2\r\nX-U: é\r\nX-Bytes: \xff\r\n", "body"));
    expect(await send()).toEqual({
      status: 200,
      headers: [
        ["Set-Cookie", "a=1"],
        ["set-cookie", "b=2"],
        ["X-U", "é"],
        ["X-Bytes", "ÿ"],
        ["content-length", "4"],
      ],
      body: Buffer.from("body"),
    });
  });

  test("may hold bytes that are not UTF-8", async () => {
    const bytes = Buffer.from(
      "HTTP/1.1 200 OK\r\nX-Bytes: \xff\r\ncontent-length: 0\r\n\r\n",
      "latin1",
    );
    await open((socket) => void socket.write(bytes));
    expect((await send()).headers[0]).toEqual(["X-Bytes", "\xff"]);
  });

  test("that breaks off is an error", async () => {
    await open((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"));
    await expect(send()).rejects.toThrow(/closed the connection in the middle/);
    expect(asked).toHaveLength(1);
  });

  test("that is not wanted any more is an error", async () => {
    const stop = new AbortController();
    await open(() => stop.abort());
    await expect(send({}, stop.signal)).rejects.toThrow(/abort/);
  });
});

describe("a large body of an announced length", () => {
  const body = Buffer.alloc(4_700_000, "0123456789a");
  const head = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`;
  const large = (socket: Socket) => socket.write(Buffer.concat([Buffer.from(head), body]));

  test("is read whole, and is nobody else's memory until it is given back", async () => {
    await open(large, large, say("", "small"), large);
    const first = await send();
    expect(first.body.equals(body)).toBe(true);
    const second = await send();
    expect(second.body.buffer).not.toBe(first.body.buffer);
    giveBackMemory(first.body);
    giveBackMemory(first.body);
    expect((await send()).body.toString()).toBe("small");
    const fourth = await send();
    expect(fourth.body.buffer).toBe(first.body.buffer);
    expect([second, fourth].map((one) => one.body.equals(body))).toEqual([true, true]);
    expect(sockets).toHaveLength(1);
  });

  test.each([1, 1024, 5000])(
    "has no part in %i bytes behind it, nor has the next answer",
    async (count) => {
      const behind = Buffer.alloc(count, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
      const all = Buffer.concat([Buffer.from(head), body, behind]);
      await open((socket) => void socket.write(all), say("", "next"));
      expect((await send()).body.equals(body)).toBe(true);
      expect((await send()).body.toString()).toBe("next");
      expect(sockets).toHaveLength(2);
    },
  );

  test("that breaks off is an error", async () => {
    await open((socket) => socket.end(head + "0".repeat(1_000_000)));
    await expect(send()).rejects.toThrow(/closed the connection in the middle/);
  });
});

describe("the connection", () => {
  test("stays open for the next request", async () => {
    await open(say(""), say(""));
    await send();
    await send();
    expect(sockets).toHaveLength(1);
  });

  test("is not trusted after five seconds, in which the sandbox may have been frozen", async () => {
    const clock = jest.spyOn(Date, "now");
    await open(say(""), say(""), say(""));
    clock.mockReturnValue(1_000_000);
    await send();
    clock.mockReturnValue(1_005_000);
    await send();
    expect(sockets).toHaveLength(1);
    clock.mockReturnValue(1_010_001);
    await send();
    expect(sockets).toHaveLength(2);
  });

  test.each(["GET", "PUT", "POST"])(
    "that the server closes after it has read %s fails: a Unix socket would tell if nothing was read",
    async (method) => {
      await open(say(""), hangUp, say(""));
      await send();
      await expect(send({ method })).rejects.toMatchObject({ nothingSent: false, headCame: false });
      expect(asked).toHaveLength(2);
    },
  );

  test.each(["GET", "POST"])(
    "that the server closes before it reads costs %s nothing",
    async (method) => {
      await open(say(""), say("", "second"));
      await send();
      sockets[0]!.pause();
      const answer = send({ method });
      // Once the bytes have arrived.
      await new Promise((resolve) => setImmediate(resolve));
      sockets[0]!.destroy();
      expect((await answer).status).toBe(200);
      expect(asked).toHaveLength(2);
    },
  );

  test.each(["GET", "HEAD", "PUT", "DELETE"])(
    "over TCP that the server closes at that moment costs %s nothing",
    async (method) => {
      await openPort(say(""), hangUp, say("", method === "HEAD" ? "" : "second"));
      await send();
      expect((await send({ method })).status).toBe(200);
      expect(asked).toHaveLength(3);
    },
  );

  test("over TCP that the server closes at that moment fails a POST, which may not be sent twice", async () => {
    await openPort(say(""), hangUp, say(""));
    await send();
    await expect(send({ method: "POST" })).rejects.toMatchObject({ nothingSent: false });
    expect(asked).toHaveLength(2);
  });

  test("over TCP that breaks because the server dies of the request is no request that nobody has seen", async () => {
    await openPort(say(""), (socket) => {
      server.close();
      socket.destroy();
    });
    await send();
    await expect(send()).rejects.toMatchObject({ nothingSent: false });
    expect(asked).toHaveLength(2);
  });

  test("that is new and breaks is not tried again", async () => {
    await open(hangUp, say(""));
    await expect(send()).rejects.toThrow(/closed the connection before it had answered/);
    expect(asked).toHaveLength(1);
  });

  test("that brings nonsense is not tried again", async () => {
    await open(say(""), (socket) => void socket.write("SSH-2.0\r\n\r\n"), say(""));
    await send();
    await expect(send()).rejects.toThrow(/sent no HTTP/);
    expect(asked).toHaveLength(2);
  });
});
