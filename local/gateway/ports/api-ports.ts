import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { listenAnywhere, listenOn } from "../../http/listen.ts";
import type { ApiPorts } from "../../services/apigateway/context.ts";
import type { RestApi } from "../../services/apigateway/model.ts";
import type { Records } from "../../state/records.ts";
import { answerRequest, type Backend } from "../answer.ts";
import type { Domain } from "../domains.ts";
import { gatewayResponse, MAX_REQUEST } from "../response/gateway-response.ts";
import type { ApiResponse } from "../response/proxy-response.ts";
import { type BothProtocols, createBothProtocols } from "./both-protocols.ts";
import type { Certificate } from "./certificate.ts";

const ID_LENGTH = 10;

/** The ports of all APIs. An API's id is its port, so that a URL template with the id is enough to find it. */
export interface ServedApis extends ApiPorts {
  /** Serve the APIs of an earlier start, and domains, on their ports. */
  reopen(): Promise<void>;
  closeAll(): Promise<void>;
}

export function createApiPorts(
  apis: Records<RestApi>,
  domains: Pick<Records<Domain>, "get" | "keys">,
  certificate: Certificate,
  backend: Backend,
): ServedApis {
  const open = new Map<string, BothProtocols>();

  function createPort(): BothProtocols {
    return createBothProtocols(certificate, (request, response) => {
      serveOne(apis, domains, backend, request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    });
  }

  return {
    async open() {
      const both = createPort();
      const port = await listenAnywhere(both.server);
      const id = String(port).padStart(ID_LENGTH, "0");
      open.set(id, both);
      return id;
    },
    async close(id) {
      await open.get(id)?.close();
      open.delete(id);
    },
    async reopen() {
      for (const id of [...apis.keys(), ...domains.keys()]) {
        const both = createPort();
        await listenOn(both.server, Number(id));
        open.set(id, both);
      }
    },
    async closeAll() {
      await Promise.all([...open.values()].map((both) => both.close()));
      open.clear();
    },
  };
}

async function serveOne(
  apis: Records<RestApi>,
  domains: Pick<Records<Domain>, "get">,
  backend: Backend,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const time = Date.now();
  const { port } = request.socket.address() as AddressInfo;
  const domain = domains.get(String(port));
  const api = apis.get(domain?.apiId ?? String(port).padStart(ID_LENGTH, "0"));
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

/** undefined where it is too large; the rest is still read, so that the client can read the answer. */
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
  const headers = answer.headers.flat();
  const length =
    answer.status === 204 || answer.status === 304
      ? []
      : ["Content-Length", String(answer.body.length)];
  response.writeHead(answer.status, [...headers, ...length, "Date", new Date().toUTCString()]);
  response.end(bodiless ? undefined : answer.body);
}
