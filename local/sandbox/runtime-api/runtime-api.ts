import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Event } from "./event.ts";
import { Extensions, type FunctionIdentity } from "./extensions.ts";
import { EXCEEDED, errorTypeOf, failed, type Posted, readPosted, TOO_LARGE } from "./posted.ts";
import { accept, refuse, reply } from "./replies.ts";
import { readStreamed, responseMode } from "./streamed.ts";

const BASE = "/2018-06-01/runtime";

/** The Runtime API of one sandbox. It serves one runtime at a time and one invocation at a time. */
export class RuntimeApi {
  readonly #server: Server;
  /** Those of the runtime that runs. */
  readonly extensions: Extensions;
  #waiting: ServerResponse | undefined;
  #current: Event | undefined;
  /** Whether the runtime is streaming its response. */
  #streaming = false;
  #posted: Posted | undefined;
  #initError: Posted | undefined;
  #changed: () => void = () => {};

  private constructor(server: Server, identity: FunctionIdentity) {
    this.#server = server;
    this.extensions = new Extensions(identity, () => this.#changed());
  }

  static async start(
    identity: FunctionIdentity = { functionName: "", functionVersion: "", handler: "" },
  ): Promise<RuntimeApi> {
    // No timeouts: a frozen runtime holds its connections for as long as it is frozen.
    const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
    const api = new RuntimeApi(server, identity);
    server.on("request", (request, response) => {
      api.#answer(request, response).catch(() => response.destroy()); // The runtime has gone away.
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return api;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the runtime posted for the current invocation. */
  get posted(): Posted | undefined {
    return this.#posted;
  }

  /** Why the runtime could not start. */
  get initError(): Posted | undefined {
    return this.#initError;
  }

  /** Waits until the runtime asks for its next invocation, and each extension for its next event. */
  async nextRequested(): Promise<void> {
    while (this.#waiting === undefined || !this.extensions.ready) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  /** Hands an invocation to the waiting runtime. */
  deliver(event: Event): void {
    const waiting = this.#waiting;
    if (waiting === undefined) throw new Error("No runtime waits for an invocation");
    this.#waiting = undefined;
    this.#posted = undefined;
    this.#current = event;
    this.#streaming = false;
    waiting.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": event.requestId,
      ...event.headers,
    });
    waiting.end(event.payload);
  }

  /** Forgets a runtime that was killed. */
  reset(): void {
    this.#waiting?.destroy();
    this.#waiting = undefined;
    this.#current = undefined;
    this.#posted = undefined;
    this.#initError = undefined;
    this.extensions.reset();
    this.#server.closeAllConnections();
  }

  close(): void {
    this.reset();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    if (request.method === "GET" && path === `${BASE}/invocation/next`) {
      if (this.#current !== undefined && this.#posted === undefined) return refuse(response);
      response.on("close", () => {
        if (this.#waiting === response) this.#waiting = undefined;
      });
      this.extensions.close();
      this.#current = undefined;
      this.#waiting = response;
      this.#changed();
      return;
    }
    if (request.method === "GET" && path === "/2018-06-01/ping") return void response.end("pong");
    const [, id, kind] =
      /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    const mode = kind === "response" ? responseMode(request) : "buffered";
    if (mode === "streaming" && request.method === "POST" && this.#accepts(id)) {
      return this.#stream(this.#current!, request, response);
    }
    if (await this.extensions.answer(request, response)) return;
    const body = await readPosted(request);
    if (request.method === "POST" && path === `${BASE}/init/error`) {
      this.#initError = {
        payload: body.payload,
        errorType: errorTypeOf(request) ?? "Runtime.Unknown",
      };
      return accept(response);
    }
    if (request.method !== "POST" || id === undefined) {
      return reply(response, 404, "NotFound", `No such endpoint: ${request.method} ${path}`);
    }
    if (id !== this.#current?.requestId) {
      return reply(response, 400, "InvalidRequestID", "Invalid request ID");
    }
    if (!this.#accepts(id)) return refuse(response);
    if (mode === undefined) {
      return reply(response, 400, "InvalidFunctionResponseMode", "Invalid function response mode");
    }
    if (body.tooLarge) {
      this.#posted = { payload: TOO_LARGE, errorType: "Function.ResponseSizeTooLarge" };
      return reply(response, 413, "RequestEntityTooLarge", EXCEEDED);
    }
    const { payload } = body;
    this.#posted = kind === "error" ? failed(payload, request) : { payload };
    accept(response);
  }

  /** Whether the runtime may answer this invocation now. */
  #accepts(id: string | undefined): boolean {
    return id === this.#current?.requestId && this.#posted === undefined && !this.#streaming;
  }

  async #stream(event: Event, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#streaming = true;
    const posted = await readStreamed(request, event.sink);
    // A runtime that was killed meanwhile is forgotten.
    if (this.#current !== event) return;
    this.#posted = posted;
    if (posted.errorType === "Function.ResponseSizeTooLarge") {
      return reply(response, 413, "RequestEntityTooLarge", EXCEEDED);
    }
    accept(response);
  }
}
