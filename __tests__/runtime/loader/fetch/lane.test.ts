import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { listenAnywhere } from "../../../../local/http/listen.ts";
import { Lane, LIMITS } from "../../../../runtime/src/loader/fetch/lane.ts";

let server: Server | undefined;
let lane: Lane;
const sockets: Socket[] = [];

afterEach(() => {
  lane.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.close();
});

/** A server that gives these answers, one a request; a lane to it, and what it was asked. */
function open(...answers: ((socket: Socket) => void)[]) {
  return openWith({}, ...answers);
}

async function openWith(
  { scheme = "http", ...limits }: Partial<typeof LIMITS> & { readonly scheme?: string },
  ...answers: ((socket: Socket) => void)[]
) {
  const asked: string[] = [];
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", (request) => {
      asked.push(String(request));
      answers.shift()?.(socket);
    });
  });
  const port = await listenAnywhere(server);
  const own = new Lane(100, { ...LIMITS, ...limits });
  lane = own;
  const get = async (headers = {}) => {
    const target = { bytes: own.memory.subarray(0, 5), received: 0 };
    await own.get(new URL(`${scheme}://127.0.0.1:${port}/a/b?c=d`), headers, () => target);
    return String(target.bytes);
  };
  return { get, asked };
}
const say = (text: string) => (socket: Socket) => void socket.write(text);
const sayAndEnd = (text: string) => (socket: Socket) => void socket.end(text);

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";

describe("a lane to S3", () => {
  test("asks for one object after the other on one connection", async () => {
    const s3 = await open(say(`${OK}first`), say(`${OK}other`));
    expect(await s3.get({ host: "x", range: "bytes=1-" })).toBe("first");
    expect(await s3.get()).toBe("other");
    expect(s3.asked[0]).toBe("GET /a/b?c=d HTTP/1.1\r\nhost: x\r\nrange: bytes=1-\r\n\r\n");
    expect(sockets).toHaveLength(1);
  });

  test("takes what comes in several parts", async () => {
    const s3 = await open((socket) => {
      socket.setNoDelay();
      socket.write(OK, () => setImmediate(() => socket.write("first")));
    });
    expect(await s3.get()).toBe("first");
  });

  test("connects again after an answer that is the last on its connection", async () => {
    const last = OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    const s3 = await open(say(`${last}first`), say(`${OK}other`));
    await s3.get();
    expect(await s3.get()).toBe("other");
    expect(sockets).toHaveLength(2);
  });

  test("connects again where an idle connection has ended", async () => {
    const s3 = await open(say(`${OK}first`), say(`${OK}other`));
    await s3.get();
    await new Promise((closed) => sockets[0]!.once("close", closed).end());
    expect(await s3.get()).toBe("other");
  });

  test("connects again where bytes came that nobody had asked for", async () => {
    const s3 = await open(say(`${OK}first`), say(`${OK}other`));
    await s3.get();
    await new Promise((closed) => sockets[0]!.once("close", closed).write("more"));
    expect(await s3.get()).toBe("other");
    expect(sockets).toHaveLength(2);
  });

  test("fails with a refusal, whose text may end with the connection", async () => {
    const s3 = await open(
      say("HTTP/1.1 404 Not Found\r\ncontent-length: 5\r\n\r\nfirst"),
      sayAndEnd("HTTP/1.1 403 Forbidden\r\n\r\nother"),
      say(`${OK}fine!`),
    );
    await expect(s3.get()).rejects.toMatchObject({ status: 404, text: "first" });
    await expect(s3.get()).rejects.toMatchObject({ status: 403, text: "other" });
    expect(await s3.get()).toBe("fine!");
    expect(sockets).toHaveLength(3);
  });

  test("uses no connection again that is out of step", async () => {
    const s3 = await open(
      say(`${OK}too long`),
      sayAndEnd("HTTP/1.1 200 OK\r\nContent-Le"),
      say(`${OK}fine!`),
    );
    await expect(s3.get()).rejects.toThrow("more than it had announced");
    await expect(s3.get()).rejects.toThrow("the connection ended");
    expect(await s3.get()).toBe("fine!");
  });

  test("fails where nobody listens", async () => {
    const s3 = await open();
    server?.close();
    await expect(s3.get()).rejects.toMatchObject({
      name: "TransientError",
      message: expect.stringMatching(/^S3 \(127\.0\.0\.1:\d+\): .*ECONNREFUSED/),
    });
  });

  test("fails where TLS is not ready in time", async () => {
    const s3 = await openWith({ scheme: "https", connect: 100 });
    await expect(s3.get()).rejects.toMatchObject({
      name: "Unreachable",
      message: expect.stringMatching(
        /^cannot connect to S3 \(127\.0\.0\.1:\d+\) within 0\.1 s\. If the function is in a VPC, /,
      ),
    });
  });

  test("waits for the first byte as long as S3 may take", async () => {
    const s3 = await openWith({ idle: 1, firstByte: 60_000 }, say(`${OK}first`));
    expect(await s3.get()).toBe("first");
  });

  test("waits for the first byte no longer than that", async () => {
    const s3 = await openWith({ idle: 60_000, firstByte: 100 });
    await expect(s3.get()).rejects.toThrow("S3 sent nothing for 0.1 s");
  });

  test("waits for the bytes after the first as long as a network may take", async () => {
    const s3 = await openWith({ firstByte: 60_000, idle: 100 }, say(`${OK}fir`));
    await expect(s3.get()).rejects.toThrow("S3 sent nothing for 0.1 s");
  });

  test("stops what is in progress when it is closed", async () => {
    const s3 = await open(() => lane.close());
    await expect(s3.get()).rejects.toThrow("stopped");
  });
});
