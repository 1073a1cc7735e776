import { createServer, type RequestListener, type Server } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { openSocket } from "../../../../src/host/trial/socket.ts";
import { tree } from "../../../tree.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server on the socket in a folder, and that socket as a trial opens it. */
async function serve(listener: RequestListener) {
  const dir = tree({});
  const server: Server = createServer(listener);
  await new Promise<void>((done) => server.listen(join(dir, "server.sock"), done));
  const socket = await openSocket(dir);
  closing.push(socket.close, () => {
    server.closeAllConnections();
    server.close();
  });
  return socket;
}

const request = { path: "/up", headers: { host: "a.example" }, limit: 60_000 };

describe("the socket of a server in a trial", () => {
  test("is asked once the server listens", async () => {
    const socket = await serve(({ url, headers }, response) => {
      response.writeHead(url === "/up" && headers.host === "a.example" ? 204 : 500).end();
    });
    expect(await socket.listening(60_000, () => false)).toBe(true);
    expect(await socket.ask(request)).toBe(204);
  });

  test("gives a problem where the server closes it without an answer", async () => {
    const socket = await serve((_, response) => response.destroy());
    expect(await socket.ask(request)).toEqual({
      problem: expect.stringMatching(/hang up|EPIPE|ECONNRESET/),
    });
  });

  test("gives a problem where there is no answer in time", async () => {
    const socket = await serve(() => {});
    const late = await socket.ask({ ...request, limit: 20 });
    expect(late).toEqual({ problem: "no answer within 0.02 s" });
  });

  test("is waited for until the server has ended, or the time is over", async () => {
    const socket = await openSocket(tree({}));
    closing.push(socket.close);
    let looks = 0;
    expect(await socket.listening(60_000, () => ++looks > 2)).toBe(false);
    expect(await socket.listening(0, () => false)).toBe(false);
  });
});
