import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A request as its bytes say it. */
export interface Received {
  readonly line: string;
  /** By lower-case name, each with its lines in order. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}

/** A server on a Unix socket that keeps the bytes of what it receives, and answers with bytes that it is given. */
export class RawServer {
  readonly path: string;
  readonly #folder: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  received: Received[] = [];
  /** What it answers to each request. */
  response: Buffer = Buffer.alloc(0);

  private constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, "socket");
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(): Promise<RawServer> {
    const server = new RawServer(mkdtempSync(join(tmpdir(), "mm-")));
    await new Promise<void>((resolve) => server.#server.listen(server.path, resolve));
    return server;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true });
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    let bytes = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("data", (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (;;) {
        const request = parse(bytes);
        if (request === undefined) return;
        bytes = bytes.subarray(request.end);
        this.received.push(request);
        socket.write(this.response);
      }
    });
  }
}

/** Reads one request from the start of some bytes; undefined if it is not complete. */
function parse(bytes: Buffer): (Received & { readonly end: number }) | undefined {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd === -1) return undefined;
  const [line = "", ...lines] = bytes.subarray(0, headEnd).toString("utf8").split("\r\n");
  const headers: Record<string, string[]> = {};
  for (const text of lines) {
    const colon = text.indexOf(":");
    const name = text.slice(0, colon).toLowerCase();
    headers[name] = [...(headers[name] ?? []), text.slice(colon + 2)];
  }
  const start = headEnd + 4;
  const end = start + Number(headers["content-length"]?.[0] ?? 0);
  return bytes.length < end ? undefined : { line, headers, body: bytes.subarray(start, end), end };
}
