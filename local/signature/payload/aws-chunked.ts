import { Transform, type TransformCallback } from "node:stream";
import { AwsError } from "../../service.ts";

/** Receives a chunked body's parts. Both methods throw AwsError to refuse the body. */
export interface ChunkSink {
  /** A chunk with its signature, if it has one. The last one is empty. */
  chunk(data: Buffer, signature: string | undefined): void;
  trailers(fields: ReadonlyMap<string, string>): void;
}

// Clients choose the size of chunks, and a whole chunk stays in memory until its signature has been checked.
const MAX_CHUNK = 16 * 1024 * 1024;
const MAX_LINE = 8 * 1024;

/**
 * Decodes `aws-chunked`. The body consists of framed chunks, so that each can be signed and checksums can follow the
 * data. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function awsChunkedDecoder(sink: ChunkSink): Transform {
  let pending: Buffer = Buffer.alloc(0);
  let state: "size" | "data" | "trailer" | "done" = "size";
  let size = 0;
  let signature: string | undefined;
  const trailers = new Map<string, string>();

  function takeLine(): string | undefined {
    const end = pending.indexOf("\r\n");
    if (end === -1) {
      if (pending.length > MAX_LINE) throw malformed("a line is too long");
      return undefined;
    }
    const line = pending.subarray(0, end).toString("latin1");
    pending = pending.subarray(end + 2);
    return line;
  }

  function step(output: Transform): boolean {
    if (state === "size") {
      const line = takeLine();
      if (line === undefined) return false;
      const match = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
      if (match === null) throw malformed("a chunk's first line is not a size");
      size = Number.parseInt(match[1]!, 16);
      signature = match[2];
      if (size > MAX_CHUNK) throw malformed(`a chunk is larger than ${MAX_CHUNK} bytes`);
      if (size > 0) {
        state = "data";
      } else {
        sink.chunk(Buffer.alloc(0), signature);
        state = "trailer";
      }
      return true;
    }
    if (state === "data") {
      if (pending.length < size + 2) return false;
      const data = pending.subarray(0, size);
      if (pending.toString("latin1", size, size + 2) !== "\r\n")
        throw malformed("a chunk has no end");
      pending = pending.subarray(size + 2);
      sink.chunk(data, signature);
      output.push(data);
      state = "size";
      return true;
    }
    const line = state === "trailer" ? takeLine() : undefined;
    if (line === undefined) return false;
    if (line === "") {
      sink.trailers(trailers);
      state = "done";
      return false;
    }
    const colon = line.indexOf(":");
    if (colon < 1) throw malformed("a trailer has no name");
    trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
    return true;
  }

  return new Transform({
    transform(data: Buffer, _encoding, done: TransformCallback) {
      try {
        if (state === "done") throw malformed("data after its end");
        pending = pending.length === 0 ? data : Buffer.concat([pending, data]);
        while (step(this));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      done(state === "done" ? null : malformed("it ends too early"));
    },
  });
}

function malformed(what: string): AwsError {
  return new AwsError(400, "IncompleteBody", `The aws-chunked body is malformed: ${what}`);
}
