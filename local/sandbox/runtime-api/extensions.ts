import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readPosted } from "./posted.ts";
import { reply } from "./replies.ts";

const BASE = "/2020-01-01/extension";

/** https://github.com/aws/aws-lambda-runtime-interface-emulator, internal/lambda/core/registrations.go */
const MOST = 10;

/** What a registration answers besides its identifier. */
export interface FunctionIdentity {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
}

interface Extension {
  readonly name: string;
  waiting: ServerResponse | undefined;
}

/**
 * The Extensions API of one sandbox, for extensions that are a part of the runtime's process. They may ask for no event but
 * INVOKE, which nothing here asks for. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
 */
export class Extensions {
  readonly #identity: FunctionIdentity;
  readonly #changed: () => void;
  readonly #all = new Map<string, Extension>();
  #closed = false;

  /** @param changed called when an extension asks for its next event */
  constructor(identity: FunctionIdentity, changed: () => void) {
    this.#identity = identity;
    this.#changed = changed;
  }

  /** Whether there is one: then the runtime ends by SIGTERM. */
  get any(): boolean {
    return this.#all.size > 0;
  }

  /** Whether each one waits for an event. The initialisation lasts until then. */
  get ready(): boolean {
    return [...this.#all.values()].every(({ waiting }) => waiting !== undefined);
  }

  /** Takes no more of them: the runtime has asked for its first invocation. */
  close(): void {
    this.#closed = true;
  }

  /** Forgets those of a runtime that has ended. */
  reset(): void {
    this.#all.clear();
    this.#closed = false;
  }

  /** @returns whether the path is one of this API's */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const path = request.url ?? "";
    if (!path.startsWith(`${BASE}/`)) return false;
    const { payload } = await readPosted(request);
    const refuse = (type: string, message: string) => reply(response, 403, type, message);
    if (request.method === "POST" && path === `${BASE}/register`) {
      const name = String(request.headers["lambda-extension-name"] ?? "");
      const refusal = this.#refusal(name, payload);
      if (refusal) reply(response, refusal[0] === "NotImplemented" ? 501 : 403, ...refusal);
      else this.#register(name, response);
    } else if (request.method === "GET" && path === `${BASE}/event/next`) {
      const id = String(request.headers["lambda-extension-identifier"] ?? "");
      const extension = this.#all.get(id);
      if (!/^[0-9a-f-]{36}$/.test(id)) {
        refuse("Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier");
      } else if (!extension) {
        refuse("Extension.UnknownExtensionIdentifier", `Unknown extension ${id}`);
      } else {
        extension.waiting = response;
        this.#changed();
      }
    } else {
      reply(response, 404, "NotFound", `No such endpoint: ${request.method} ${path}`);
    }
    return true;
  }

  #register(name: string, response: ServerResponse): void {
    const id = randomUUID();
    this.#all.set(id, { name, waiting: undefined });
    response
      .writeHead(200, { "content-type": "application/json", "lambda-extension-identifier": id })
      .end(JSON.stringify(this.#identity));
  }

  /** Says why a registration is refused: the type of the error, and its message. */
  #refusal(name: string, payload: Buffer): readonly [string, string] | undefined {
    const events = eventsOf(payload);
    if (!name) return ["Extension.InvalidExtensionName", "Empty extension name"];
    if (!events) return ["InvalidRequestFormat", "The body must be JSON with `events`"];
    const wrong = events.find((event) => event !== "INVOKE");
    if (wrong !== undefined) {
      const isShutdown = wrong === "SHUTDOWN";
      const why = isShutdown ? "ShutdownEventNotSupportedForInternalExtension" : "InvalidEventType";
      return ["Extension.InvalidEventType", `${wrong}: ${why}`];
    }
    if (events.length > 0) return ["NotImplemented", "Only `events: []` is implemented"];
    if (this.#closed) {
      return ["Extension.RegistrationClosed", "Extension registration closed already"];
    }
    if ([...this.#all.values()].some((other) => other.name === name)) {
      return ["Extension.InvalidExtensionState", "Extension with this name already registered"];
    }
    if (this.#all.size < MOST) return undefined;
    return ["Extension.TooManyExtensions", `Extension limit (${MOST}) reached`];
  }
}

function eventsOf(payload: Buffer): unknown[] | undefined {
  try {
    const { events } = JSON.parse(payload.toString()) as { events?: unknown };
    return Array.isArray(events) ? events : undefined;
  } catch {
    return undefined;
  }
}
