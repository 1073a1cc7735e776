import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HttpRequest } from "../../../runtime/src/http/message.ts";

/** The bytes of a request, with nothing escaped or checked: what the events give must be right already. */
export function written(request: HttpRequest): Buffer {
  const lines = request.headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = `${request.method} ${request.target} HTTP/1.1\r\n${lines}\r\n`;
  return Buffer.concat([Buffer.from(head, "utf8"), request.body ?? Buffer.alloc(0)]);
}

const HEAD =
  /^[!#$%&'*+\-.^_`|~\dA-Za-z]+ \/[\x21-\x7e]* HTTP\/1\.1\r\n(?:[!#$%&'*+\-.^`|~\da-z]+: (?:[\t\x20-\x7e\x80-\xff]*)\r\n)*\r\n/;

/** Says what is wrong with the bytes of one request, read as RFC 9112 has it; undefined if nothing is. */
export function wrongWith(bytes: Buffer): string | undefined {
  const text = bytes.toString("latin1");
  const head = HEAD.exec(text)?.[0];
  if (head === undefined) return "the head is not one of HTTP/1.1";
  const values = (name: string) =>
    [...head.matchAll(/^([^:\r\n]+): (.*)\r$/gm)].flatMap(([, a, b]) => (a === name ? [b] : []));
  if (values("transfer-encoding").length > 0) return "there is a transfer encoding";
  if (values("host").length !== 1) return "there is not one host";
  const [length, ...more] = values("content-length");
  if (more.length > 0) return "there are several lengths";
  const body = bytes.length - head.length;
  if (Number(length ?? 0) !== body) return `the length is ${length}, the body has ${body} bytes`;
  return undefined;
}

/**
 * Sends requests over one connection to Node's own server, and returns what it read: as many requests, if no parser can
 * read two in one.
 */
export async function readByNode(
  requests: readonly Buffer[],
): Promise<readonly { method: string; url: string; body: Buffer }[]> {
  const seen: { method: string; url: string; body: Buffer }[] = [];
  const server = createServer({ maxHeaderSize: 2 ** 24 }, async (request, response) => {
    const chunks: Buffer[] = [];
    const one = { method: request.method!, url: request.url!, body: Buffer.alloc(0) };
    seen.push(one);
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    one.body = Buffer.concat(chunks);
    response.end();
  });
  const path = join(tmpdir(), `wire-${process.pid}-${Math.random().toString(36).slice(2)}`);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  try {
    await new Promise<void>((resolve, reject) => {
      const socket = connect(path, () => {
        for (const request of requests) socket.write(request);
        socket.end();
      });
      socket
        .on("error", reject)
        .on("close", () => resolve())
        .resume();
    });
  } finally {
    server.close();
  }
  return seen;
}
