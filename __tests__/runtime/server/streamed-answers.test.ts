import fs from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { HttpRequest, Receiver, ResponseHead } from "../../../runtime/src/http/message.ts";
import { Forwarder } from "../../../runtime/src/server/forwarder.ts";
import { until } from "../../until.ts";

const OK = "HTTP/1.1 200 OK\r\n";
const never = new AbortController().signal;
const get: HttpRequest = { method: "GET", prefix: "", target: "/", headers: [] };

let folder: string;
let server: Server;
let forwarder: Forwarder;
let sockets: Socket[];

async function open(answer: (socket: Socket) => void, where: string | number = join(folder, "s")) {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", () => answer(socket));
  });
  await new Promise<void>((listening) => server.listen(where, listening));
}

beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-stream-"));
  forwarder = new Forwarder(join(folder, "s"));
  sockets = [];
});
afterEach(() => {
  forwarder.close();
  for (const socket of sockets) socket.destroy();
  server?.close();
  fs.rmSync(folder, { recursive: true });
});

class Taken implements Receiver {
  readonly heads: ResponseHead[] = [];
  text = "";
  head(head: ResponseHead): void {
    this.heads.push(head);
  }
  chunk(bytes: Buffer): void | Promise<void> {
    this.text += bytes.toString();
  }
}

describe("an answer that is received while it comes", () => {
  test("gives the head once, then each piece as it is written", async () => {
    let socket!: Socket;
    await open((opened) => {
      socket = opened;
      socket.write(`HTTP/1.1 103 Early Hints\r\n\r\n${OK}Transfer-Encoding: chunked\r\n\r\n`);
    });
    const taken = new Taken();
    const over = forwarder.receive(get, never, taken);
    await until(() => taken.heads.length === 1);
    for (const [piece, text] of [
      ["1\r\na", "a"],
      ["\r\n2\r\nbc\r\n", "abc"],
    ] as const) {
      socket.write(piece);
      await until(() => taken.text === text);
    }
    socket.write("0\r\n\r\n");
    await over;
    expect(taken.heads).toEqual([{ status: 200, headers: [["Transfer-Encoding", "chunked"]] }]);
  });

  test("is read no faster than the receiver takes it, in bounded memory", async () => {
    const size = 64 * 1024;
    const count = 3200; // 200 MB
    let written = 0;
    await open((socket) => {
      socket.write(`${OK}Content-Length: ${count * size}\r\n\r\n`);
      const piece = Buffer.alloc(size, "x");
      const more = () => {
        while (written < count) {
          written += 1;
          if (!socket.write(piece)) return void socket.once("drain", more);
        }
      };
      more();
    });
    let bytes = 0;
    let go = () => {};
    let waits = true;
    const receiver: Receiver = {
      head: () => {},
      chunk(piece) {
        bytes += piece.length;
        return waits ? new Promise((resolve) => (go = resolve)) : undefined;
      },
    };
    const over = forwarder.receive(get, never, receiver);
    await until(() => bytes > 0);
    // The server has filled the system's buffers, and its own.
    await until(() => sockets[0]!.writableNeedDrain);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next));
    expect(bytes).toBeLessThanOrEqual(size);
    expect(written).toBeLessThan(20);
    waits = false;
    go();
    await over;
    expect(bytes).toBe(count * size);
  });

  test("ends for the server too when the signal is given", async () => {
    await open((socket) => void socket.write(`${OK}Content-Length: 9\r\n\r\nhalf`));
    const stop = new AbortController();
    const taken = new Taken();
    const over = forwarder.receive(get, stop.signal, taken);
    await until(() => taken.text === "half");
    stop.abort(new Error("the client went away"));
    await expect(over).rejects.toThrow("the client went away");
    await until(() => sockets[0]!.destroyed);
  });

  test("ends for the server too when the receiver fails, whose error it is", async () => {
    await open((socket) => void socket.write(`${OK}Content-Length: 9\r\n\r\nhalf`));
    const failing = new Taken();
    failing.chunk = () => Promise.reject(Object.assign(new Error("no"), { code: "EPIPE" }));
    await expect(forwarder.receive(get, never, failing)).rejects.toThrow(/^no$/);
    await until(() => sockets[0]!.destroyed);
  });

  test("says that its head had come if it breaks off", async () => {
    await open((socket) => socket.end(`${OK}Content-Length: 9\r\n\r\nhalf`));
    const error = { name: "ForwardError", nothingSent: false, headCame: true };
    await expect(forwarder.receive(get, never, new Taken())).rejects.toMatchObject(error);
  });

  test("keeps its bytes until the receiver has taken them", async () => {
    const kept: Buffer[] = [];
    await open(
      (socket) =>
        void socket.write(
          `${OK}Content-Length: 300000\r\n\r\n${"x".repeat(150_000)}${"y".repeat(150_000)}`,
        ),
    );
    await forwarder.receive(get, never, {
      head: () => {},
      async chunk(bytes) {
        await new Promise((resolve) => setImmediate(resolve));
        kept.push(Buffer.from(bytes));
      },
    });
    const runs = [
      ...Buffer.concat(kept)
        .toString()
        .matchAll(/(.)\1*/g),
    ];
    expect(runs.map(([run, byte]) => [byte, run.length])).toEqual([
      ["x", 150_000],
      ["y", 150_000],
    ]);
  });
});

describe("bytes behind an answer whose last piece still waits", () => {
  test.each<[string, string]>([
    ["a length", "Content-Length: 4\r\n\r\nlast"],
    ["chunks", "Transfer-Encoding: chunked\r\n\r\n4\r\nlast\r\n0\r\n\r\n"],
  ])("change nothing of it, and end the connection: %s", async (_, answer) => {
    let asked = 0;
    await open((socket) => {
      asked += 1;
      socket.write(OK + answer);
    });
    let taken = "";
    const over = forwarder.receive(get, never, {
      head: () => {},
      async chunk(bytes) {
        await new Promise((written) =>
          sockets[0]!.write(`${OK}Content-Length: 6\r\n\r\nforged`, written),
        );
        for (let turn = 0; turn < 5; turn += 1) await new Promise((next) => setImmediate(next));
        taken = bytes.toString();
      },
    });
    await over;
    expect(taken).toBe("last");
    await until(() => sockets[0]!.destroyed);
    const { body } = await forwarder.send(get, never);
    expect([body.toString(), asked, sockets.length]).toEqual(["last", 2, 2]);
  });
});

describe("a server that is not there", () => {
  test("has read nothing of the request", async () => {
    const post = { ...get, method: "POST" };
    const error = { name: "ForwardError", nothingSent: true, headCame: false };
    await expect(forwarder.send(post, never)).rejects.toMatchObject(error);
  });

  test("any more has read nothing, whatever the method", async () => {
    await open((socket) => void socket.write(`${OK}Content-Length: 0\r\n\r\n`));
    await forwarder.send(get, never);
    // Killed: the proxy has not had a turn of the event loop to notice.
    sockets[0]!.destroy();
    server.close();
    const error = { name: "ForwardError", nothingSent: true };
    const post = { ...get, method: "POST" };
    await expect(forwarder.send(post, never)).rejects.toMatchObject(error);
  });
});

test("a connection that the server ends after each answer, as Puma does after 999, costs no request", async () => {
  let asked = 0;
  await open((socket) => {
    asked += 1;
    socket.end(`${OK}Connection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  for (let request = 0; request < 20; request += 1) {
    await forwarder.send({ ...get, method: "POST" }, never);
  }
  expect([asked, sockets.length]).toEqual([20, 20]);
});

test("a server may listen on a port of this machine", async () => {
  await open((socket) => void socket.write(`${OK}Content-Length: 2\r\n\r\nok`), 0);
  const onPort = new Forwarder({ port: (server.address() as AddressInfo).port });
  expect((await onPort.send(get, never)).body.toString()).toBe("ok");
  onPort.close();
});

/** A POST whose body no buffer of the system can hold. */
const upload: HttpRequest = {
  ...get,
  method: "POST",
  body: Buffer.alloc(6_000_000),
  headers: [["content-length", "6000000"]],
};

describe("a large request that the server does not read", () => {
  const REFUSAL = "HTTP/1.1 413 Too Large\r\n";

  test("is answered, and the connection is given up", async () => {
    await open((socket) => {
      socket.pause();
      socket.write(`${REFUSAL}Content-Length: 0\r\n\r\n`);
    });
    expect((await forwarder.send(upload, never)).status).toBe(413);
    await until(() => sockets[0]!.destroyed || sockets[0]!.resume().readableEnded);
  });

  test.each<[string, string]>([
    ["a length", "Content-Length: 5\r\n\r\nlarge"],
    ["chunks", "Transfer-Encoding: chunked\r\n\r\n5\r\nlarge\r\n0\r\n\r\n"],
    ["its connection's end", "\r\nlarge"],
  ])("is answered though the server closes at once: by %s", async (_, answer) => {
    await open((socket) => {
      socket.pause();
      socket.write(REFUSAL + answer, () => socket.destroy());
    });
    const { status, body } = await forwarder.send(upload, never);
    expect([status, body.toString(), sockets.length]).toEqual([413, "large", 1]);
  });

  test.each([100_000, 6_000_000])("is not sent again: %i bytes", async (length) => {
    await open((socket) => {
      socket.pause();
      socket.destroy();
    });
    const headers = [["content-length", String(length)]] as const;
    const post = { ...upload, headers, body: Buffer.alloc(length) };
    const error = { name: "ForwardError", nothingSent: false };
    await expect(forwarder.send(post, never)).rejects.toMatchObject(error);
    expect(sockets).toHaveLength(1);
  });
});

test.each([get, upload])(
  "what a server says before it closes an idle connection answers no $method",
  async (request) => {
    await open((socket) => void socket.write(`${OK}Content-Length: 2\r\n\r\nok`));
    await forwarder.send(get, never);
    // The proxy has not had a turn of the event loop to notice.
    sockets[0]!.write("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
    sockets[0]!.destroy();
    expect((await forwarder.send(request, never)).status).toBe(200);
    expect(sockets).toHaveLength(2);
  },
);

test.each<[string, Partial<HttpRequest>]>([
  ["a line break in the path", { target: "/ HTTP/1.1\r\nX: y" }],
  ["a blank in the path", { target: "/a b" }],
  ["a method that is none", { method: "GET / HTTP/1.1\r\nX:" }],
  ["a line break in a value", { headers: [["x", "a\r\nb: c"]] }],
  ["NUL in a value", { headers: [["x", "a\0"]] }],
  ["a name that is none", { headers: [["x: y\r\nz", ""]] }],
  ["Transfer-Encoding", { headers: [["transfer-encoding", "chunked"]] }],
  ["a wrong length", { headers: [["content-length", "3"]], body: Buffer.from("ab") }],
  [
    "two lengths",
    {
      headers: [
        ["content-length", "2"],
        ["content-length", "3"],
      ],
      body: Buffer.from("ab"),
    },
  ],
  ["a body without a length", { body: Buffer.from("ab") }],
])("a request with %s is never sent", async (_, changes) => {
  let asked = 0;
  await open(() => {
    asked += 1;
  });
  await expect(forwarder.send({ ...get, ...changes }, never)).rejects.toThrow(
    /cannot be sent|invalid|length|Length/,
  );
  expect(asked).toBe(0);
});
