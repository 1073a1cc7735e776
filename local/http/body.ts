import type { Readable } from "node:stream";
import { AwsError } from "../service.ts";

const DEFAULT_LIMIT = 100 * 1024 * 1024;

/** Reads a whole body, for operations whose bodies are small by nature. Objects are streamed instead. */
export async function readBody(
  request: { readonly body: Readable },
  limit: number = DEFAULT_LIMIT,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      throw new AwsError(
        413,
        "RequestEntityTooLargeException",
        `Request must be smaller than ${limit} bytes for the operation`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads a body as a JSON object. An empty body is an empty object. */
export async function readJson(
  request: { readonly body: Readable },
  limit?: number,
): Promise<Record<string, unknown>> {
  const text = (await readBody(request, limit)).toString("utf8");
  if (text === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw notAnObject(cause);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw notAnObject();
  return value as Record<string, unknown>;
}

function notAnObject(cause?: unknown): AwsError {
  const error = new AwsError(
    400,
    "SerializationException",
    "Could not parse request body into json: not an object",
  );
  error.cause = cause;
  return error;
}
