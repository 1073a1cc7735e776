import { PassThrough } from "node:stream";
import type { ResponseSink } from "../../service.ts";
import type { GatewayReason } from "./gateway-response.ts";
import { type ApiResponse, proxyHead } from "./proxy-response.ts";

/** Bytes within which the metadata must end. */
const MAX_METADATA = 16 * 1024;

/** What stands between the metadata and the body. */
const DELIMITER = Buffer.alloc(8);

const MEMBERS = ["statusCode", "headers", "multiValueHeaders", "cookies"];

/**
 * The response of an integration that streams: metadata as JSON, eight NULs, and the body's bytes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 */
export class StreamedResponse implements ResponseSink {
  /** The response once its metadata is whole, or why there is none. */
  readonly head: Promise<ApiResponse | GatewayReason>;
  readonly #body = new PassThrough();
  #metadata: Buffer | undefined = Buffer.alloc(0);
  #settle!: (head: ApiResponse | GatewayReason) => void;

  constructor() {
    this.head = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#body.on("error", () => {}); // Whoever sends it learns of it.
  }

  async write(chunk: Buffer): Promise<void> {
    if (this.#metadata === undefined) return this.#pass(chunk);
    const all = Buffer.concat([this.#metadata, chunk]);
    const end = all.indexOf(DELIMITER);
    if (end === -1 && all.length < MAX_METADATA) {
      this.#metadata = all;
      return;
    }
    this.#metadata = undefined;
    const head = end === -1 || end > MAX_METADATA ? undefined : parseMetadata(all.subarray(0, end));
    if (head === undefined) return this.end("malformed");
    this.#settle({ ...head, body: this.#body });
    await this.#pass(all.subarray(end + DELIMITER.length));
  }

  /** @param reason why the response is not whole */
  end(reason?: GatewayReason): void {
    // What is still metadata has no delimiter.
    this.#settle(reason ?? "malformed");
    const isWhole = this.#metadata === undefined && reason === undefined;
    if (isWhole) this.#body.end();
    else this.#body.destroy(new Error(`The response was cut off: ${reason ?? "malformed"}`));
  }

  async #pass(chunk: Buffer): Promise<void> {
    const body = this.#body;
    // What comes after a time limit goes nowhere.
    if (chunk.length === 0 || !body.writable || body.write(chunk)) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        body.off("drain", go).off("close", go);
        resolve();
      };
      body.on("drain", go).on("close", go);
    });
  }
}

function parseMetadata(text: Buffer): Omit<ApiResponse, "body"> | undefined {
  return proxyHead(text, MEMBERS)?.head;
}
