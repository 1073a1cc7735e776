import type { IncomingMessage } from "node:http";

/** The largest response: https://github.com/aws/aws-lambda-runtime-interface-emulator, interop/model.go */
export const MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

/** What the runtime said of an invocation, or of its start. */
export interface Posted {
  readonly payload: Buffer;
  /** Set where it is an error. */
  readonly errorType?: string;
}

export const EXCEEDED = `Exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
export const TOO_LARGE = Buffer.from(
  JSON.stringify({
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  }),
);

export function failed(payload: Buffer, request: IncomingMessage): Posted {
  return { payload, errorType: errorTypeOf(request) ?? "Function.Unknown" };
}

/** A streaming runtime tells by trailers that it failed half-way. */
export function streamed(payload: Buffer, { trailers }: IncomingMessage): Posted {
  const errorType = trailers["lambda-runtime-function-error-type"];
  if (errorType === undefined) return { payload };
  const described = trailers["lambda-runtime-function-error-body"] ?? "";
  return { payload: Buffer.from(described, "base64"), errorType };
}

export function errorTypeOf(request: IncomingMessage): string | undefined {
  const value = request.headers["lambda-runtime-function-error-type"];
  return Array.isArray(value) ? value[0] : value;
}

export async function read(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_RESPONSE_BYTES) chunks.push(chunk); // The rest is read, so that the answer is.
  }
  return { payload: Buffer.concat(chunks), tooLarge: size > MAX_RESPONSE_BYTES };
}
