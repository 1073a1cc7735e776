import type { IncomingMessage } from "node:http";

/** The largest response, in bytes: https://github.com/aws/aws-lambda-runtime-interface-emulator, interop/model.go */
export const MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

/** What the runtime posted about an invocation, or about its start. */
export interface Posted {
  readonly payload: Buffer;
  /** Set if it is an error. */
  readonly errorType?: string;
  /** Whether the response went to the invocation's sink. */
  readonly streamed?: true;
}

export const EXCEEDED = `Exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
export const TOO_LARGE = Buffer.from(
  JSON.stringify({
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  }),
);

/** Reads an error that the runtime posted. */
export function failed(payload: Buffer, request: IncomingMessage): Posted {
  return { payload, errorType: errorTypeOf(request) ?? "Function.Unknown" };
}

/** Reads the type of a posted error from its header. */
export function errorTypeOf(request: IncomingMessage): string | undefined {
  const value = request.headers["lambda-runtime-function-error-type"];
  return Array.isArray(value) ? value[0] : value;
}

/** Reads a body up to Lambda's limit. The rest is read too and dropped, so that the runtime can read the answer. */
export async function readPosted(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_RESPONSE_BYTES) chunks.push(chunk);
  }
  return { payload: Buffer.concat(chunks), tooLarge: size > MAX_RESPONSE_BYTES };
}
