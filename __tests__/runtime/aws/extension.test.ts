import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { RuntimeApi } from "../../../local/sandbox/runtime-api/runtime-api.ts";
import { registerExtension } from "../../../runtime/src/aws/extension.ts";
import { freePort } from "../../free-port.ts";
import { until } from "../../until.ts";

let api: RuntimeApi;
let sockets: Socket[];
let server: Server | undefined;
beforeEach(async () => {
  api = await RuntimeApi.start();
  sockets = [];
});
afterEach(() => {
  api.close();
  for (const socket of sockets) socket.destroy();
  server?.close();
});

/** An API that does what a test says when something arrives. */
async function other(answer: (socket: Socket) => void): Promise<string> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.once("data", () => answer(socket));
  });
  await new Promise<void>((done) => server!.listen(0, "127.0.0.1", done));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("the proxy is registered when the call is over, and asks for an event that never comes", async () => {
  await registerExtension(api.address);
  expect(api.extensions.any).toBe(true);
  await until(() => api.extensions.ready);
});

test.each([
  ["refuses it", "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\n{}"],
  ["says nothing that makes sense", "SSH-2.0-x\r\n"],
  ["breaks the connection", ""],
])("nothing happens where the API %s", async (_, text) => {
  let asked = 0;
  const address = await other((socket) => {
    asked += 1;
    socket.end(text);
  });
  await registerExtension(address);
  expect(asked).toBe(1);
});

test("an API that answers late is asked for an event too: it waits for that", async () => {
  let answer = () => {};
  const requests: string[] = [];
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      requests.push(bytes.toString().split(" ", 2).join(" "));
      const head =
        "HTTP/1.1 200 OK\r\nLambda-Extension-Identifier: 7\r\nContent-Length: 2\r\n\r\n{}";
      answer = () => void socket.write(head);
    });
  });
  await new Promise<void>((done) => server!.listen(0, "127.0.0.1", done));
  await registerExtension(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  answer();
  await until(() => requests.length === 2);
  expect(requests).toEqual([
    "POST /2020-01-01/extension/register",
    "GET /2020-01-01/extension/event/next",
  ]);
});

test("nobody waits long for an API that does not answer", async () => {
  await registerExtension(await other(() => {}));
});

test("nothing happens where there is no API", async () => {
  await registerExtension(`127.0.0.1:${await freePort()}`);
  await registerExtension(undefined);
});
