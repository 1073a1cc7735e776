/**
 * What the runtime client gives a handler that streams: a writable stream, and no more of one than this.
 * https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
 */
export interface ResponseStream {
  readonly destroyed: boolean;
  /** @param taken called when the system has taken it, or will not */
  write(chunk: string | Uint8Array, taken?: () => void): boolean;
  end(): void;
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
  setContentType(type: string): void;
}

/** The global of Lambda's runtime client for Node.js. */
declare const awslambda: {
  streamifyResponse<Handler>(handler: Handler): Handler;
  HttpResponseStream: { from(stream: ResponseStream, prelude: unknown): ResponseStream };
};

/** Makes a handler that streams its response. */
export function streaming<Handler>(handler: Handler): Handler {
  return awslambda.streamifyResponse(handler);
}

/** Begins the response of a front door that streams. */
export function writePrelude(stream: ResponseStream, prelude: unknown): void {
  // The prelude goes out with the first piece, and a body may be empty or long in coming.
  awslambda.HttpResponseStream.from(stream, prelude).write("");
}

/** Writes a whole result: what an invoker gets that does not stream. */
export function writeResult(stream: ResponseStream, result: unknown): void {
  stream.setContentType("application/json");
  stream.write(JSON.stringify(result ?? null));
  stream.end();
}

/**
 * Writes a piece of a body. Settles when the system has taken it, or nobody takes it any more. Then its memory may be used
 * again: copies of what waits would make up most of the proxy's memory.
 */
export function writeChunk(stream: ResponseStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const taken = () => {
      stream.off("close", taken);
      resolve();
    };
    stream.on("close", taken);
    stream.write(bytes, taken);
    if (stream.destroyed) taken();
  });
}
