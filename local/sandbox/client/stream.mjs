// Streaming responses, as version 4 of AWS's client makes them:
// https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
import { describeError, RuntimeError } from "./errors.mjs";

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const HIGH_WATER_MARK = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");
const HTTP_RESPONSE = "application/vnd.awslambda.http-integration-response";
const ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
const ERROR_BODY = "Lambda-Runtime-Function-Error-Body";

/** What a function gets of the request that posts its response. */
const METHODS = [
  ...["cork", "destroy", "end", "uncork", "write"],
  ...["addListener", "on", "once", "prependListener", "prependOnceListener", "off"],
  ...["removeListener", "removeAllListeners", "setMaxListeners", "getMaxListeners"],
  ...["listeners", "rawListeners", "listenerCount", "eventNames", "emit", "setContentType"],
];
const WRITABLE = ["destroyed", "_onBeforeFirstWrite"];
const READABLE = [
  ...["writableFinished", "writableObjectMode", "writableEnded", "writableNeedDrain"],
  ...["writableHighWaterMark", "writableCorked", "writableLength", "writable"],
];

/** Sets the global that functions find. To be called before the function is loaded. */
export function setGlobal() {
  globalThis.awslambda = {
    ...globalThis.awslambda,
    streamifyResponse(handler, options) {
      handler[STREAMING] = "response";
      if (typeof options?.highWaterMark === "number") {
        handler[HIGH_WATER_MARK] = Math.trunc(options.highWaterMark);
      }
      return handler;
    },
    HttpResponseStream: {
      // The prelude goes out with the first `write`: a stream that is only ended has none.
      from(stream, prelude) {
        stream.setContentType(HTTP_RESPONSE);
        const text = JSON.stringify(prelude);
        stream._onBeforeFirstWrite = (write) => {
          write(text);
          write(new Uint8Array(8));
        };
        return stream;
      },
    },
  };
}

/** Whether a handler streams its response. */
export function streams(handler) {
  const kind = handler[STREAMING];
  if (!kind) return false;
  if (kind === "response") return true;
  throw new RuntimeError(
    "Runtime.MalformedStreamingHandler",
    "Only response streaming is supported.",
  );
}

export const highWaterMarkOf = (handler) => handler[HIGH_WATER_MARK];

/** The headers with which a streamed response is posted. */
export const STREAM_HEADERS = {
  "Lambda-Runtime-Function-Response-Mode": "streaming",
  Trailer: [ERROR_TYPE, ERROR_BODY],
  "Content-Type": "application/octet-stream",
  "Transfer-Encoding": "chunked",
};

/**
 * Wraps the request that posts a response for the function, which may only write to it.
 * @param request an http.ClientRequest with STREAM_HEADERS
 */
export function responseStream(request) {
  let begun = false;
  const write = request.write.bind(request);
  request.setContentType = (type) => {
    if (begun) {
      throw new RuntimeError(
        "Runtime.InvalidStreamingOperation",
        "Cannot set content-type, too late.",
      );
    }
    request.setHeader("Content-Type", type);
  };
  request.write = (chunk, encoding, callback) => {
    const plain = typeof chunk === "string" || chunk instanceof Uint8Array;
    const data = plain ? chunk : JSON.stringify(chunk);
    if (!begun) request._onBeforeFirstWrite?.((first) => write(first));
    const more = write(data, encoding, callback);
    begun = true;
    return more;
  };
  const stream = {};
  for (const name of METHODS) stream[name] = request[name].bind(request);
  for (const name of WRITABLE) {
    Object.defineProperty(stream, name, {
      get: () => request[name],
      set: (value) => {
        request[name] = value;
      },
    });
  }
  for (const name of READABLE) Object.defineProperty(stream, name, { get: () => request[name] });
  return stream;
}

/** Ends a response with the error that broke it off: its head may long have been sent. */
export function endWithError(request, error) {
  const described = describeError(error);
  request.addTrailers({
    [ERROR_TYPE]: described.errorType,
    [ERROR_BODY]: Buffer.from(JSON.stringify(described)).toString("base64"),
  });
  return new Promise((resolve) => request.end(resolve));
}
