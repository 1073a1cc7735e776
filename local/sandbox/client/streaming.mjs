import { open } from "./api.mjs";
import { RuntimeError } from "./errors.mjs";

// AWS's own symbols, because frameworks look for them.
const HANDLER_TYPE = Symbol.for("aws.lambda.runtime.handler.streaming");
const INNER = Symbol("stream");

const TYPE_TRAILER = "Lambda-Runtime-Function-Error-Type";
const BODY_TRAILER = "Lambda-Runtime-Function-Error-Body";

export const isStreaming = (handler) => handler[HANDLER_TYPE] === "response";

/** Sets `awslambda`, before the function's code is loaded. */
export function installGlobal() {
  globalThis.awslambda = {
    streamifyResponse(handler) {
      handler[HANDLER_TYPE] = "response";
      return handler;
    },
    HttpResponseStream: {
      from(facade, prelude) {
        facade[INNER].setPrelude(prelude);
        return facade;
      },
    },
  };
}

/** A response that is sent while the handler writes it. */
export class ResponseStream {
  #reply;
  #prelude;
  #started = false;

  constructor(id) {
    const outgoing = open("POST", `/invocation/${id}/response`, {
      "lambda-runtime-function-response-mode": "streaming",
      "content-type": "application/octet-stream",
      "transfer-encoding": "chunked",
      trailer: `${TYPE_TRAILER}, ${BODY_TRAILER}`,
    });
    this.#reply = new Promise((resolve, reject) => {
      outgoing.once("error", reject);
      outgoing.once("response", (response) => response.resume().once("end", resolve));
    });
    this.#reply.catch(() => {}); // Whoever waits for it learns of it.
    /** What the handler writes to. */
    this.facade = this.#extend(outgoing);
  }

  setPrelude(prelude) {
    this.facade.setContentType("application/vnd.awslambda.http-integration-response");
    this.#prelude = JSON.stringify(prelude);
  }

  /** Waits until the handler has ended its stream and the platform has taken it. */
  finished() {
    return this.#reply;
  }

  /** Tells the platform, by trailers, that what was sent is not all. */
  async fail(described) {
    if (!this.facade.writableEnded) {
      this.facade.addTrailers({
        [TYPE_TRAILER]: described.errorType,
        [BODY_TRAILER]: Buffer.from(JSON.stringify(described)).toString("base64"),
      });
      this.facade.end();
    }
    await this.#reply;
  }

  #extend(outgoing) {
    const write = outgoing.write.bind(outgoing);
    return Object.assign(outgoing, {
      [INNER]: this,
      write: (chunk, ...rest) => {
        // The prelude goes out with the first write, and only then: as on AWS, `end` alone sends none.
        if (!this.#started && this.#prelude !== undefined) {
          write(Buffer.concat([Buffer.from(this.#prelude), Buffer.alloc(8)]));
        }
        this.#started = true;
        const raw = typeof chunk === "string" || ArrayBuffer.isView(chunk);
        return write(raw ? chunk : JSON.stringify(chunk), ...rest);
      },
      setContentType: (type) => {
        if (this.#started) {
          const name = "Runtime.InvalidStreamingOperation";
          throw new RuntimeError(name, "Cannot set content-type, too late.");
        }
        outgoing.setHeader("content-type", type);
      },
    });
  }
}
