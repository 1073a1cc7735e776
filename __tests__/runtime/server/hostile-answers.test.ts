import fs from "node:fs";
import { request } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Forwarder } from "../../../runtime/src/server/forwarder.ts";
import { ANSWERED, REFUSED, type Sent } from "./hostile-answers.ts";

const SECOND = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond";

let folder: string;
let path: string;
let server: Server;
let forwarder: Forwarder;
/** Connections on which a request has come. */
let used: Set<Socket>;

/** A server that sends these bytes to the first request, and a right answer to every further one. */
async function open({ bytes, closes }: Sent): Promise<void> {
  let asked = 0;
  server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", () => {
      used.add(socket);
      asked += 1;
      if (asked > 1) socket.write(SECOND);
      else if (closes) socket.end(bytes, "latin1");
      else socket.write(bytes, "latin1");
    });
  });
  await new Promise<void>((listening) => server.listen(path, listening));
}

beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "mm-hostile-"));
  path = join(folder, "socket");
  forwarder = new Forwarder(path);
  used = new Set();
});
afterEach(() => {
  forwarder.close();
  for (const socket of used) socket.destroy();
  server.close();
  fs.rmSync(folder, { recursive: true });
});

const never = new AbortController().signal;
const send = async (method = "GET") => {
  const asked = { method, prefix: "", target: "/", headers: [["host", "h"]] as const };
  const { status, body } = await forwarder.send(asked, never);
  return { status, body: body.toString("latin1") };
};

/** Whether Node's own client takes the bytes for an answer. */
function nodeAnswers({ method = "GET" }: Sent): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ socketPath: path, method, path: "/" }, (response) => {
      response.on("end", () => resolve(response.complete));
      response.on("error", () => resolve(false));
      response.resume();
    });
    for (const event of ["error", "upgrade", "connect"]) asked.on(event, () => resolve(false));
    asked.end();
  });
}

describe.each(REFUSED)("$title", (sent) => {
  test("is no answer, and the next request has its own", async () => {
    await open(sent);
    // A connection that is new: nothing is sent twice.
    await expect(send(sent.method)).rejects.toMatchObject({
      name: "ForwardError",
      nothingSent: false,
    });
    expect(await send()).toEqual({ status: 200, body: "second" });
    expect(used.size).toBe(2);
  });

  test(`is refused by Node${sent.stricter ? " not" : " too"}`, async () => {
    await open(sent);
    expect(await nodeAnswers(sent)).toBe(sent.stricter !== undefined);
  });
});

describe.each(ANSWERED)("$title", (sent) => {
  test(`is answered, and the next request ${sent.kept ? "uses the same connection" : "gets a new one"}`, async () => {
    await open(sent);
    expect(await send(sent.method)).toEqual(sent.answer);
    expect(await send()).toEqual({ status: 200, body: "second" });
    expect(used.size).toBe(sent.kept ? 1 : 2);
  });
});
