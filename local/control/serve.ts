import type { IncomingMessage } from "node:http";
import { Readable, Transform } from "node:stream";
import { readBody } from "../http/body.ts";
import { partitionOf } from "../partition.ts";
import { AwsError, type AwsResponse, type Service } from "../service.ts";
import { type Signable, sha256Hex } from "../signature/canonical.ts";
import { payloadVerifier } from "../signature/payload/payload.ts";
import { signingOf } from "../signature/signing.ts";
import { verifySignature } from "../signature/verify.ts";
import type { Permission } from "./asked.ts";
import { authorize } from "./authorize.ts";
import { refuseForeignPartition } from "./foreign-partition.ts";
import { operationOf } from "./operation.ts";
import type { ControlPlane } from "./plane.ts";

/** What is known of a request so far. The log and the form of an error need it, even if the request fails early. */
export interface Progress {
  protocol: Service["protocol"];
  service: string;
  operation: string;
  principal: string;
  readonly permissions: Permission[];
  received: number;
}

/** Verifies a request, authorises it and hands it to its service. */
export async function serve(
  plane: ControlPlane,
  incoming: IncomingMessage,
  id: string,
  progress: Progress,
): Promise<AwsResponse> {
  const [rawPath, rawQuery] = splitUrl(incoming.url ?? "/");
  const headers = joinHeaders(incoming.rawHeaders);
  const method = incoming.method ?? "GET";

  const signing = signingOf(headers, rawQuery);
  const { authorization, query } = signing;
  const service = plane.services.find(({ name }) => name === authorization.service);
  if (service === undefined) {
    throw new AwsError(
      501,
      "NotImplemented",
      `The embedded AWS has no service \`${authorization.service}\``,
    );
  }
  progress.protocol = service.protocol;
  progress.service = service.name;
  progress.operation = operationOf(service.name, { method, rawPath, query, headers }, query).name;

  const arriving = through(incoming, counting(progress));
  const declared = signing.payloadHash;
  // S3's bodies are checked while they stream. Other bodies are small, and clients need not declare their hash.
  const whole = service.name === "s3" ? undefined : await readBody({ body: arriving });
  const payloadHash = whole === undefined ? declared : sha256Hex(whole);
  if (payloadHash === undefined) {
    throw new AwsError(
      400,
      "InvalidRequest",
      "Missing required header for this request: x-amz-content-sha256",
    );
  }
  const signable: Signable = { method, rawPath, rawQuery: signing.rawQuery, headers, payloadHash };
  const verified = verifySignature(signable, signing, {
    service,
    region: plane.region,
    findKey: plane.findKey,
    now: Date.now(),
  });
  const { principal } = verified.key;
  progress.principal = principal.arn;

  const form = new URLSearchParams(service.protocol === "query" ? whole?.toString("utf8") : "");
  const operation = operationOf(service.name, { method, rawPath, query, headers }, form);
  progress.operation = operation.name;
  plane.throttle(service.name);
  authorize(service.name, operation, { method, rawPath, query }, whole, { ...plane, principal });
  if (service.name !== "s3") {
    const sent = [rawPath, rawQuery, whole?.toString("utf8") ?? ""];
    refuseForeignPartition(service.name, partitionOf(plane.region), sent);
  }

  const body =
    whole === undefined
      ? through(arriving, payloadVerifier(payloadHash, headers, authorization, verified))
      : Readable.from(whole.length === 0 ? [] : [whole]);
  return service.handle({ id, method, rawPath, query, headers, body, principal });
}

function counting(progress: Progress): Transform {
  return new Transform({
    transform(data: Buffer, _encoding, next) {
      progress.received += data.length;
      next(null, data);
    },
  });
}

/**
 * Pipes without destroying the source when the target fails. If a body that fails its check closed the connection,
 * the client could never read why.
 */
function through(source: Readable, target: Transform): Transform {
  source.on("error", (error) => target.destroy(error));
  target.on("error", () => {}); // A reader sees the error too, but there may be no reader.
  return source.pipe(target);
}

/** Makes names lower-case and joins repeated headers as a signature does. */
function joinHeaders(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase();
    const value = raw[index + 1]!;
    headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  return headers;
}

function splitUrl(url: string): readonly [path: string, query: string] {
  const mark = url.indexOf("?");
  return mark === -1 ? [url, ""] : [url.slice(0, mark), url.slice(mark + 1)];
}
