import { isUtf8 } from "node:buffer";
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import type { HeaderLines, HttpRequest, HttpResponse } from "../http/message.ts";
import type { Address } from "./address.ts";

/** Milliseconds of wall time after which an idle connection is not used: the sandbox may have been frozen. */
const MAX_IDLE = 5000;

/** Codes of a connection that the server has closed. */
const BROKEN = new Set<string | undefined>(["ECONNRESET", "EPIPE"]);

/** Methods that may be sent twice (RFC 9110, 9.2.2). */
const IDEMPOTENT = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"]);

/** Sends requests over one connection to the rack server's socket, which stays open between them. */
export class Forwarder {
  readonly #address: Address;
  #agent: Agent | undefined;
  #usedAt = 0;

  constructor(address: Address) {
    this.#address = address;
  }

  /**
   * Sends a request and reads the answer to its end.
   * @throws Error if the connection breaks; AbortError if the signal is given
   */
  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    if (Date.now() - this.#usedAt > MAX_IDLE) this.close();
    try {
      return await this.#attempt(request, signal);
    } catch (error) {
      // The server may close an idle connection at the very moment that we use it.
      if (!(error instanceof StaleConnection)) throw error;
      if (!error.nothingSent && !IDEMPOTENT.has(request.method)) throw error;
      this.close();
      return await this.#attempt(request, signal);
    } finally {
      this.#usedAt = Date.now();
    }
  }

  close(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }

  #attempt(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    this.#agent ??= new Agent({ keepAlive: true, maxSockets: 1 });
    const { method, target: path } = request;
    const at =
      typeof this.#address === "string"
        ? { socketPath: this.#address }
        : { host: "127.0.0.1", port: this.#address.port };
    const options = { agent: this.#agent, ...at, method, path, signal };
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(options, (response) => {
        readBody(response).then((body) => resolve(toResponse(response, body)), reject);
      });
      outgoing.on("error", (error: NodeJS.ErrnoException) => {
        const stale = outgoing.reusedSocket && BROKEN.has(error.code) && !outgoing.res;
        // The kernel resets a connection whose server ended with bytes unread. Node says the same of one that just ends.
        const nothingSent =
          ["ENOENT", "ECONNREFUSED", "EPIPE"].includes(error.code ?? "") ||
          (error.code === "ECONNRESET" && error.syscall === "read");
        reject(stale ? new StaleConnection(error) : Object.assign(error, { nothingSent }));
      });
      setHeaders(outgoing, request.headers);
      // Otherwise Node announces a chunked body for a POST without one.
      outgoing.useChunkedEncodingByDefault = false;
      outgoing.end(request.body);
    });
  }
}

declare module "node:http" {
  interface OutgoingMessage {
    useChunkedEncodingByDefault: boolean;
  }
  interface ClientRequest {
    res: IncomingMessage | null;
  }
}

class StaleConnection extends Error {
  readonly nothingSent: boolean;
  constructor(cause: Error) {
    super("the rack server closed an idle connection", { cause });
    const { code, syscall } = cause as NodeJS.ErrnoException;
    this.nothingSent = code === "EPIPE" || syscall === "read";
  }
}

function setHeaders(outgoing: ClientRequest, headers: HeaderLines): void {
  const values = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const line = toBytes(value);
    const known = values.get(name);
    if (known) known.push(line);
    else values.set(name, [line]);
  }
  for (const [name, lines] of values)
    outgoing.setHeader(name, lines.length === 1 ? lines[0]! : lines);
}

async function readBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function toResponse(response: IncomingMessage, body: Buffer): HttpResponse {
  const headers: [string, string][] = [];
  for (let i = 0; i < response.rawHeaders.length; i += 2) {
    headers.push([response.rawHeaders[i]!, fromBytes(response.rawHeaders[i + 1]!)]);
  }
  return { status: response.statusCode!, headers, body };
}

/** Node sends one byte per character, while events and results are Unicode text. */
function toBytes(value: string): string {
  return /^[\x20-\x7e\t]*$/.test(value) ? value : Buffer.from(value, "utf8").toString("latin1");
}

function fromBytes(value: string): string {
  const bytes = Buffer.from(value, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : value;
}
