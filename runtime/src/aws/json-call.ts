import type http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { clientFor, connectWithin } from "./connect.ts";
import { type Signer, signPost } from "./sign.ts";

/** Milliseconds for one call. */
const TIMEOUT = 5000;

const PATIENCE = {
  /** Milliseconds to connect in. In a subnet without a route to the service, no answer ever comes. */
  connect: 2000,
  /** Milliseconds before each further attempt. Up to as much again is added: many sandboxes may start at once. */
  pauses: [100, 400, 1000] as readonly number[],
};

/** What AWS says of too many requests, in the code of its error. https://github.com/smithy-lang/smithy-typescript/blob/main/packages/service-error-classification/src/constants.ts */
const THROTTLED = /Throttl|TooManyRequests|LimitExceeded|Rate/;

/** An error that AWS answered with. It may name what was asked for. It shows no value. */
export class AwsError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Calls an operation of a service whose protocol is JSON 1.1, and repeats it while AWS has no time for it. */
export type Call = (target: string, input: unknown) => Promise<JsonObject>;

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Opens a service.
 * @param service its name in signatures
 * @returns the call, which throws AwsError or Error, and what closes its connections
 */
export function openService(
  baseUrl: string,
  service: string,
  signer: Signer,
  patience = PATIENCE,
): { readonly call: Call; readonly close: () => void } {
  const url = new URL("/", baseUrl);
  const client = clientFor(url);
  const agent = new client.Agent({ keepAlive: true, maxSockets: 4 });
  const once = async (target: string, body: string): Promise<JsonObject> => {
    const headers = signPost(url, service, body, signer, new Date(), {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target,
    });
    const { status, text } = await send(client, url, { agent, headers, body, ...patience });
    if (status === 200) return parsed(text);
    throw errorOf(status, text);
  };
  const call: Call = async (target, input) => {
    const body = JSON.stringify(input);
    for (const pause of patience.pauses) {
      try {
        return await once(target, body);
      } catch (error) {
        if (error instanceof AwsError && !THROTTLED.test(error.code)) throw error;
        if (error instanceof NoConnection) throw error;
      }
      await sleep(pause * (1 + Math.random()));
    }
    return once(target, body);
  };
  return { call, close: () => agent.destroy() };
}

/** Says that no connection could be made in time: another attempt would only wait as long. */
class NoConnection extends Error {}

function send(
  client: Pick<typeof http, "request">,
  url: URL,
  {
    body,
    connect,
    ...options
  }: Pick<http.RequestOptions, "agent" | "headers"> & {
    readonly body: string;
    readonly connect: number;
  },
): Promise<{ readonly status: number; readonly text: string }> {
  const late = () => new NoConnection(`no connection within ${connect / 1000} s`);
  const signal = AbortSignal.timeout(TIMEOUT);
  return new Promise((resolve, reject) => {
    const request = client.request(url, { ...options, method: "POST", signal }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode!, text }));
      response.on("error", reject);
    });
    request.on("error", reject);
    request.once("socket", (socket) => connectWithin(connect, socket, late));
    request.end(body);
  });
}

function errorOf(status: number, text: string): Error {
  // Anything may answer in AWS's place, such as a proxy with its own page.
  const { __type = "", message, Message } = parsed(text);
  const code = String(__type).replace(/^.*#/, "");
  const said = String(message ?? Message ?? "").slice(0, 500);
  return status >= 500 || code === ""
    ? new Error(`it answered ${status} ${code}`)
    : new AwsError(code, said);
}

/**
 * Parses an object; anything else is an empty one. The error of JSON.parse would show a part of the text.
 * @param reviver as JSON.parse takes it
 */
export function parsed(text: string, reviver?: Parameters<typeof JSON.parse>[1]): JsonObject {
  try {
    return Object(JSON.parse(text, reviver));
  } catch {
    return {};
  }
}
