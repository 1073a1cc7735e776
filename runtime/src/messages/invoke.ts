import type { IncomingMessage } from "node:http";
import { clientFor, connectWithin } from "../aws/connect.ts";
import { type Signer, signPost } from "../aws/sign.ts";
import type { LambdaContext } from "../events/lambda-context.ts";

/** Milliseconds to connect in. In a subnet without a route to Lambda, no answer ever comes. */
const CONNECT_TIMEOUT = 5000;

/** Says that Lambda has no room for another sandbox at the moment. */
export class Busy extends Error {}

/** Invokes other sandboxes of this version. */
export interface Invoker {
  /** @throws Busy; Error if the function may not be invoked, or fails */
  invoke(payload: unknown, signal: AbortSignal): Promise<unknown>;
  close(): void;
}

export function openInvoker(
  lambdaUrl: string,
  signer: Signer,
  { functionName, functionVersion }: Pick<LambdaContext, "functionName" | "functionVersion">,
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
      const answer = {
        status: response.statusCode!,
        failed: "x-amz-function-error" in response.headers,
        body: await read(response),
      };
      return resultOf(answer, `${functionName}:${functionVersion}`);
    },
    close: () => agent.destroy(),
  };
}

function late({ host }: URL): Error {
  return new Error(
    `cannot connect to ${host} within ${CONNECT_TIMEOUT / 1000} s: if the function is in a VPC, it needs a NAT gateway or an interface endpoint for Lambda`,
  );
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** Lambda's answer to an invocation. */
export interface InvokeAnswer {
  readonly status: number;
  /** Whether the function itself failed. */
  readonly failed: boolean;
  readonly body: string;
}

/**
 * Returns what the other sandbox returned.
 * @param target the function and its version, for errors
 * @throws Busy; Error
 */
export function resultOf({ status, failed, body }: InvokeAnswer, target: string): unknown {
  if (status === 429) throw new Busy();
  const start = body.slice(0, 300);
  if (status === 403) {
    throw new Error(
      `this sandbox cannot prewarm the others: the function's role must allow lambda:InvokeFunction on ${target}: ${start}`,
    );
  }
  if (status !== 200) throw new Error(`Lambda answered ${status}: ${start}`);
  const value = JSON.parse(body) as { errorMessage?: string };
  if (failed) {
    throw new Error(`another sandbox of ${target} failed: ${value.errorMessage ?? body}`);
  }
  return value;
}
