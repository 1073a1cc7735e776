import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { ResponseStream } from "../../../runtime/src/requests/response-stream.ts";
import { until } from "../../until.ts";

/** The runtime client's own stream: see local/sandbox/client/stream.mjs. */
const client: {
  setGlobal(): void;
  STREAM_HEADERS: Record<string, string | string[]>;
  responseStream(outgoing: unknown): ResponseStream;
  endWithError(outgoing: unknown, error: unknown): Promise<void>;
} = await import(new URL("../../../local/sandbox/client/stream.mjs", import.meta.url).href);

const DELIMITER = Buffer.alloc(8);

/** A response that is streamed to the Runtime API, as the API sees it. */
export interface PostedStream {
  /** What the handler writes to. */
  readonly stream: ResponseStream;
  /** What has come: the prelude if there is one, and the body's bytes. */
  got(): { readonly prelude: unknown; readonly body: Buffer };
  /** Waits until the body holds this text. */
  holds(text: string): Promise<void>;
  /** Reads no more, or goes on. */
  pause(): void;
  resume(): void;
  /** Breaks the connection off. */
  breakOff(): void;
  /** Settles at the end of the response: the error's type if it has one in its trailers. */
  readonly ended: Promise<string | undefined>;
  /** What the runtime client does with an error of the handler's. */
  fail(error: unknown): Promise<unknown>;
  close(): void;
}

/** Opens a response as the runtime client of an invocation does. */
export async function openPostedStream(): Promise<PostedStream> {
  client.setGlobal();
  const chunks: Buffer[] = [];
  let incoming: IncomingMessage | undefined;
  let end!: (type: string | undefined) => void;
  const ended = new Promise<string | undefined>((resolve) => {
    end = resolve;
  });
  const server = createServer((posted, reply) => {
    incoming = posted;
    posted.on("data", (chunk: Buffer) => chunks.push(chunk));
    posted.on("error", () => {});
    posted.on("end", () => {
      reply.end("{}");
      end(posted.trailers["lambda-runtime-function-error-type"]);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const headers = client.STREAM_HEADERS;
  const outgoing = request({ host: "127.0.0.1", port, method: "POST", agent: false, headers });
  outgoing.on("error", (error) => outgoing.destroy(error));
  outgoing.on("response", (response) => response.resume());
  const got = () => {
    const all = Buffer.concat(chunks);
    const at = all.indexOf(DELIMITER);
    if (at === -1) return { prelude: undefined, body: all };
    return { prelude: JSON.parse(all.toString("utf8", 0, at)), body: all.subarray(at + 8) };
  };
  return {
    stream: client.responseStream(outgoing),
    got,
    holds: (text) => until(() => got().body.includes(text)),
    pause: () => void incoming?.pause(),
    resume: () => void incoming?.resume(),
    breakOff: () => void (incoming ?? outgoing).destroy(),
    ended,
    // What is destroyed never tells that it has ended.
    fail: async (error) => outgoing.destroyed || (await client.endWithError(outgoing, error)),
    close() {
      outgoing.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
