import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { ResponseHead } from "../../../runtime/src/loader/fetch/response-head.ts";
import { Lane } from "../../../runtime/src/loader/lane.ts";

let server: Server | undefined;
let lane: Lane | undefined;
const sockets = new Set<Socket>();

afterEach(() => {
  lane?.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server?.close();
});

/** A server that says these words, one element for each request; a lane to it, and what it was asked. */
async function saying(...answers: ((socket: Socket) => void)[]) {
  const asked: string[] = [];
  let connections = 0;
  const own = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", (request) => {
      asked.push(String(request));
      answers.shift()?.(socket);
    });
  });
  server = own;
  await new Promise<void>((done) => own.listen(0, "127.0.0.1", done));
  const { port } = own.address() as { port: number };
  const one = new Lane(100);
  lane = one;
  const heads: ResponseHead[] = [];
  const get = async (bytes = 5, headers = {}) => {
    const target = { bytes: one.memory.subarray(0, bytes), received: 0 };
    await one.get(new URL(`http://127.0.0.1:${port}/a/b?c=d`), headers, (head) => {
      heads.push(head);
      return target;
    });
    return String(target.bytes);
  };
  return { get, asked, heads, connections: () => connections };
}
const say = (text: string) => (socket: Socket) => void socket.write(text);
const sayAndEnd = (text: string) => (socket: Socket) => void socket.end(text);

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";

describe("a lane to S3", () => {
  test("asks for one object after the other on one connection", async () => {
    const s3 = await saying(say(`${OK}first`), say(`${OK}other`));
    expect(await s3.get(5, { host: "x", range: "bytes=1-" })).toBe("first");
    expect(await s3.get()).toBe("other");
    expect(s3.asked[0]).toBe("GET /a/b?c=d HTTP/1.1\r\nhost: x\r\nrange: bytes=1-\r\n\r\n");
    expect(s3.connections()).toBe(1);
    expect(s3.heads[0]).toEqual({ status: 200, length: 5, last: false });
  });

  test("takes what comes byte by byte", async () => {
    const s3 = await saying((socket) => {
      socket.setNoDelay();
      const bytes = [...`${OK}first`];
      const next = () => {
        const byte = bytes.shift();
        if (byte !== undefined) socket.write(byte, () => setImmediate(next));
      };
      next();
    });
    expect(await s3.get()).toBe("first");
  });

  test("makes another connection where S3 ends one, announced or not", async () => {
    const last = OK.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    const s3 = await saying(sayAndEnd(`${last}first`), say(`${OK}other`));
    await s3.get();
    expect(await s3.get()).toBe("other");
    expect(s3.connections()).toBe(2);
  });

  test("says what an error says: sent in chunks, with its length, or up to the end", async () => {
    const error = "<Error><Code>NoSuchKey</Code></Error>";
    const head = "HTTP/1.1 404 Not Found\r\n";
    const s3 = await saying(
      say(`${head}Transfer-Encoding: chunked\r\n\r\n25\r\n${error}\r\n0\r\n\r\n`),
      say(`${head}content-length: ${error.length}\r\n\r\n${error}`),
      sayAndEnd(`${head}\r\n${error}`),
      sayAndEnd(`${head}\r\n`),
      say(`${head}content-length: 0\r\n\r\n`),
    );
    for (let i = 0; i < 3; i += 1) {
      await expect(s3.get()).rejects.toMatchObject({
        status: 404,
        text: expect.stringContaining(error),
      });
    }
    for (let i = 0; i < 2; i += 1) {
      await expect(s3.get()).rejects.toMatchObject({ status: 404, text: "" });
    }
  });

  test("keeps no connection that is out of step", async () => {
    const s3 = await saying(
      say(`${OK}too long`),
      say("SSH-2.0-OpenSSH_9.2\r\n\r\n"),
      say(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(20_000)}`),
      sayAndEnd("HTTP/1.1 200 OK\r\nContent-Le"),
      say(`${OK}fine!`),
    );
    await expect(s3.get()).rejects.toThrow("more than it had announced");
    await expect(s3.get()).rejects.toThrow("no HTTP: SSH-2.0-OpenSSH_9.2");
    await expect(s3.get()).rejects.toThrow("absurdly long head");
    await expect(s3.get()).rejects.toThrow("the connection ended");
    expect(await s3.get()).toBe("fine!");
  });

  test("ends what is under way when it is closed", async () => {
    const s3 = await saying(() => lane?.close());
    await expect(s3.get()).rejects.toThrow("stopped");
  });
});
