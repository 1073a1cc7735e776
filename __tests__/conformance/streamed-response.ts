import type { ResponseStream } from "../../runtime/src/requests/response-stream.ts";

const NULS = Buffer.alloc(8);

/** Collects what a handler streams, as the front door reads it. */
export class StreamedResponse implements ResponseStream {
  readonly destroyed = false;
  readonly #chunks: Buffer[] = [];
  #ended = false;

  write(chunk: string | Uint8Array, taken?: () => void): boolean {
    // A copy: the writer may use its memory again once it is taken.
    this.#chunks.push(Buffer.from(chunk));
    taken?.();
    return true;
  }

  end(): void {
    this.#ended = true;
  }

  on(): void {}
  off(): void {}
  setContentType(): void {}

  /** The prelude's members, and the bytes behind it. */
  parsed(): Record<string, unknown> {
    const bytes = Buffer.concat(this.#chunks);
    const end = bytes.indexOf(NULS);
    if (!this.#ended || end === -1) throw new Error("the stream has no prelude, or no end");
    const prelude = JSON.parse(bytes.subarray(0, end).toString("utf8"));
    return { ...prelude, streamed: bytes.subarray(end + NULS.length) };
  }
}

/** What of Lambda's global a handler needs: the prelude goes out with the first piece. */
Object.assign(globalThis, {
  awslambda: {
    HttpResponseStream: {
      from(stream: StreamedResponse, prelude: unknown) {
        let begun = false;
        const wrapped = Object.create(stream) as StreamedResponse;
        wrapped.write = (chunk, taken) => {
          if (!begun) stream.write(JSON.stringify(prelude));
          if (!begun) stream.write(NULS);
          begun = true;
          return stream.write(chunk, taken);
        };
        return wrapped;
      },
    },
  },
});
