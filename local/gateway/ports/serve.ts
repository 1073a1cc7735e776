import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import type { RestApi } from "../../services/apigateway/model.ts";
import type { Records } from "../../state/records.ts";
import { answerRequest, type Backend } from "../answer.ts";
import type { Domain } from "../domains.ts";
import { gatewayResponse, MAX_REQUEST } from "../response/gateway-response.ts";
import type { ApiResponse } from "../response/proxy-response.ts";

const ID_LENGTH = 10;

/** An API's id is its port, as long as AWS's ids. */
export function apiIdOf(port: number): string {
  return String(port).padStart(ID_LENGTH, "0");
}

/** Answers a request to the port of an API or a domain. */
export async function serve(
  apis: Records<RestApi>,
  domains: Pick<Records<Domain>, "get">,
  backend: Backend,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const time = Date.now();
  const { port } = request.socket.address() as AddressInfo;
  const domain = domains.get(String(port));
  const api = apis.get(domain?.apiId ?? apiIdOf(port));
  const body = await readLimited(request);
  if (api === undefined || body === undefined) {
    send(request, response, gatewayResponse(api === undefined ? "no-api" : "too-large"));
    return;
  }
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const answer = await answerRequest(
    api,
    {
      method: request.method ?? "GET",
      wholePath: mark === -1 ? url : url.slice(0, mark),
      rawQuery: mark === -1 ? "" : url.slice(mark + 1),
      rawHeaders: request.rawHeaders,
      body,
      sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
      scheme: (request.socket as TLSSocket).encrypted === true ? "https" : "http",
      port,
      httpVersion: request.httpVersion,
      time,
    },
    domain,
    backend,
  );
  send(request, response, answer);
}

/** Reads a body. Undefined if it is too large: the rest is still read, so that the client can read the answer. */
async function readLimited(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_REQUEST) chunks.push(chunk);
  }
  return size <= MAX_REQUEST ? Buffer.concat(chunks) : undefined;
}

function send(request: IncomingMessage, response: ServerResponse, answer: ApiResponse): void {
  const bodiless = request.method === "HEAD" || answer.status === 204 || answer.status === 304;
  const { body } = answer;
  const headers = answer.headers.flat();
  const length =
    answer.status === 204 || answer.status === 304 || !Buffer.isBuffer(body)
      ? []
      : ["Content-Length", String(body.length)];
  response.writeHead(answer.status, [...headers, ...length, "Date", new Date().toUTCString()]);
  if (Buffer.isBuffer(body) || bodiless) {
    response.end(bodiless ? undefined : body);
    if (!Buffer.isBuffer(body)) body.resume();
    return;
  }
  response.flushHeaders();
  body.on("error", () => response.destroy());
  body.pipe(response);
  // The function may go on when the client has gone away: nobody takes what it writes.
  response.on("close", () => body.resume());
}
