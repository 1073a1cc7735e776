import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ArchiveRef } from "../../../contract/manifest.ts";
import type { S3Location } from "../../../runtime/src/config.ts";
import type { Packed } from "./archives.ts";

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A real HTTP server that holds objects in path style and can be told to fail. */
export class S3Server {
  readonly objects = new Map<string, Buffer>();
  readonly requests: IncomingMessage[] = [];
  /** Asked first, in order, one a request; true: it has answered. */
  readonly behaviours: Behaviour[] = [];
  readonly #server = createServer((request, response) => this.#answer(request, response));

  async start(): Promise<S3Location> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const { port } = this.#server.address() as AddressInfo;
    return {
      bucket: "bucket",
      region: "eu-west-1",
      endpoint: `http://127.0.0.1:${port}`,
      accessKeyId: "AKID",
      secretAccessKey: "secret",
      sessionToken: "token",
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Holds what they name. */
  store(...archives: readonly Packed[]): readonly ArchiveRef[] {
    for (const { objects } of archives) {
      for (const [key, bytes] of objects) this.objects.set(key, bytes);
    }
    return archives.map(({ ref }) => ref);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(request);
    if (this.behaviours.shift()?.(request, response)) return;
    const object = this.objects.get(request.url!.replace("/bucket/", ""));
    if (!object) {
      response.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>");
      return;
    }
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(from ? 206 : 200, { "content-length": object.length - from });
    response.end(object.subarray(from));
  }
}

export const status =
  (code: number, body = ""): Behaviour =>
  (_request, response) => {
    response.writeHead(code).end(body);
    return true;
  };

/** Breaks the connection without a word. */
export const hangUp: Behaviour = (request) => {
  request.destroy();
  return true;
};

/** Announces the whole object and breaks the connection after `count` of its bytes. */
export const breakAfter =
  (count: number, object: Buffer): Behaviour =>
  (_request, response) => {
    response.writeHead(200, { "content-length": object.length });
    response.write(object.subarray(0, count), () => setTimeout(() => response.destroy(), 20));
    return true;
  };

/** Answers with a part of an object bit by bit, as far as `count`, and then says no more. */
export const trickle =
  (rest: Buffer, count: number): Behaviour =>
  (request, response) => {
    const known = request.headers.range !== undefined;
    response.writeHead(known ? 206 : 200, { "content-length": rest.length });
    const say = (at: number) => {
      const end = Math.min(at + Math.ceil(count / 10), count, rest.length);
      response.write(rest.subarray(at, end));
      if (end === rest.length) response.end();
      else if (end < count) setTimeout(say, 20, end);
    };
    say(0);
    return true;
  };
