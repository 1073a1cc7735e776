import type { IncomingMessage } from "node:http";
import { clientFor, connectWithin } from "../aws/connect.ts";
import type { LambdaContext } from "../events/lambda-context.ts";
import { type Signer, signPost } from "../loader/fetch/sign.ts";

/** Milliseconds to connect in. In a subnet without a way to Lambda nothing answers at all. */
const CONNECT_TIMEOUT = 5000;

/** Lambda has no room for another sandbox at the moment. */
export class Busy extends Error {}

/** Invokes other sandboxes of this version. */
export interface Invoker {
  /** @throws Busy; Error where the function may not be invoked, or fails */
  invoke(payload: unknown, signal: AbortSignal): Promise<unknown>;
  close(): void;
}

export function openInvoker(
  lambdaUrl: string,
  signer: Signer,
  { functionName, functionVersion }: LambdaContext,
): Invoker {
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  const url = new URL(path, lambdaUrl);
  url.search = `Qualifier=${encodeURIComponent(functionVersion)}`;
  const client = clientFor(url);
  const agent = new client.Agent({ keepAlive: true });
  return {
    async invoke(payload, signal) {
      const body = JSON.stringify(payload);
      const headers = signPost(url, "lambda", body, signer, new Date());
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const request = client.request(url, { method: "POST", agent, headers, signal }, resolve);
        request.on("error", (cause) => reject(new Error(`Lambda (${url.host}): ${cause.message}`)));
        request.once("socket", (socket) => connectWithin(CONNECT_TIMEOUT, socket, () => late(url)));
        request.end(body);
      });
      return judge(response, await read(response), `${functionName}:${functionVersion}`);
    },
    close: () => agent.destroy(),
  };
}

function late({ host }: URL): Error {
  return new Error(
    `cannot connect to ${host} within ${CONNECT_TIMEOUT / 1000} s: in a VPC it takes a NAT gateway or an interface endpoint for Lambda`,
  );
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function judge({ statusCode, headers }: IncomingMessage, body: string, target: string): unknown {
  if (statusCode === 429) throw new Busy();
  if (statusCode === 403) {
    throw new Error(
      `this sandbox cannot prewarm the others: the function's role must allow lambda:InvokeFunction on ${target}: ${body.slice(0, 300)}`,
    );
  }
  if (statusCode !== 200) throw new Error(`Lambda answered ${statusCode}: ${body.slice(0, 300)}`);
  const value = JSON.parse(body) as { errorMessage?: string };
  if (headers["x-amz-function-error"] === undefined) return value;
  throw new Error(`another sandbox of ${target} failed: ${value.errorMessage ?? body}`);
}
