import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AwsError, type AwsResponse, ConnectionLost } from "../service.ts";
import { collecting } from "./asked.ts";
import type { ControlPlane } from "./plane.ts";
import { type Progress, serve } from "./serve.ts";
import { writeError } from "./write-error.ts";

/** Creates one HTTP server for the APIs of all services. The signature's scope says which service a request is for. */
export function createControlPlane(plane: ControlPlane): Server {
  // No timeout: closing an idle connection could break a request that is just being sent.
  return createServer({ keepAliveTimeout: 0 }, (request, response) => {
    answer(plane, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
}

async function answer(
  plane: ControlPlane,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = randomUUID();
  const progress: Progress = {
    protocol: "rest-xml",
    service: "",
    operation: "",
    principal: "",
    permissions: [],
    received: 0,
  };
  let result: AwsResponse;
  try {
    result = await collecting(progress.permissions, () => serve(plane, request, id, progress));
  } catch (error) {
    if (error instanceof ConnectionLost) throw error;
    result = writeError(asAwsError(error), progress.protocol, id);
  }
  const path = (request.url ?? "").split("?", 1)[0]!;
  await send(request, response, id, result, (sent) => {
    plane.log({
      time: new Date().toISOString(),
      service: progress.service,
      operation: progress.operation,
      method: request.method ?? "",
      path,
      status: result.status,
      bytes: progress.received,
      sent,
      principal: progress.principal,
      permissions: progress.permissions,
    });
  });
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  result: AwsResponse,
  done: (sent: number) => void,
): Promise<void> {
  // The rest of a refused body must be read, or the connection could not be used again.
  response.once("finish", () => request.unpipe().resume());
  response.writeHead(result.status, {
    "x-amzn-requestid": id,
    "x-amz-request-id": id,
    ...(typeof result.body === "string"
      ? { "content-length": Buffer.byteLength(result.body) }
      : {}),
    ...(Buffer.isBuffer(result.body) ? { "content-length": result.body.length } : {}),
    ...result.headers,
  });
  const { body } = result;
  if (!(body instanceof Readable)) {
    done(body === undefined || request.method === "HEAD" ? 0 : Buffer.byteLength(body));
    response.end(request.method === "HEAD" ? undefined : body);
    return;
  }
  let sent = 0;
  const counter = new Transform({
    transform(data: Buffer, _encoding, next) {
      sent += data.length;
      next(null, data);
    },
    flush(next) {
      done(sent);
      next();
    },
  });
  await pipeline(body, counter, response);
}

/** An error that no service foresaw is a bug of ours. The developer whose machine this is gets its reason. */
function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  console.error(error);
  return new AwsError(500, "InternalFailure", `The embedded AWS failed: ${String(error)}`);
}
