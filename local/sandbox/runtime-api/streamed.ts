import type { IncomingMessage } from "node:http";
import type { ResponseSink } from "../../service.ts";
import { MAX_RESPONSE_BYTES, type Posted, TOO_LARGE } from "./posted.ts";

/** The largest response that is streamed, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html */
export const MAX_STREAM_BYTES = 200 * 1024 * 1024;

const MODE = "lambda-runtime-function-response-mode";
const ERROR_TYPE = "lambda-runtime-function-error-type";
const ERROR_BODY = "lambda-runtime-function-error-body";

/** How a runtime posts a response. Undefined: in a way that the Runtime API does not know. */
export function responseMode({ headers }: IncomingMessage): "buffered" | "streaming" | undefined {
  const mode = headers[MODE];
  if (mode === undefined) return "buffered";
  return String(mode).toLowerCase() === "streaming" ? "streaming" : undefined;
}

/**
 * Reads a response that is streamed, and hands it on as it comes. An invoker without a sink, which is one that called
 * Invoke, gets all of it at the end. A function that failed says so in the trailers.
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/stream/response-stream.ts
 * @throws Error if the connection breaks
 */
export async function readStreamed(
  request: IncomingMessage,
  sink: ResponseSink | undefined,
): Promise<Posted> {
  const limit = sink ? MAX_STREAM_BYTES : MAX_RESPONSE_BYTES;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // What is too large is read too, so that the runtime can read the answer.
    if (size > limit) continue;
    if (sink) await sink.write(chunk);
    else chunks.push(chunk);
  }
  const streamed = sink && { streamed: true as const };
  if (size > limit) {
    return { payload: TOO_LARGE, errorType: "Function.ResponseSizeTooLarge", ...streamed };
  }
  const errorType = request.trailers[ERROR_TYPE];
  if (errorType === undefined) return { payload: Buffer.concat(chunks), ...streamed };
  const payload = Buffer.from(request.trailers[ERROR_BODY] ?? "", "base64");
  return { payload, errorType, ...streamed };
}
