import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { ArchiveRef } from "../../../contract/manifest.ts";
import type { S3Location } from "../config.ts";
import type { Connection } from "./connection.ts";
import { LoadError, TransientError } from "./load-error.ts";
import { objectUrl } from "./s3-url.ts";
import { signGet } from "./sign.ts";

/** Pauses in milliseconds before a further attempt; the number of them is the number of retries. */
const BACKOFF = [50, 150, 450, 1000];

/**
 * The bytes of an archive in order. A connection that breaks is taken up again where it broke; what the
 * pieces make together is for the digest to judge.
 * @throws LoadError naming the object and what to do, after the last retry
 */
export async function* downloadArchive(
  ref: ArchiveRef,
  s3: S3Location,
  connection: Connection,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const url = objectUrl(s3, ref.key);
  let received = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const range: Record<string, string> = received > 0 ? { range: `bytes=${received}-` } : {};
      const headers = signGet(url, s3, new Date(), range);
      const response = await connection.get(url, headers, signal);
      await checkStatus(response, `s3://${s3.bucket}/${ref.key}`);
      let known = response.statusCode === 206 ? 0 : received;
      for await (const chunk of response as AsyncIterable<Buffer>) {
        const fresh = chunk.subarray(Math.min(known, chunk.length));
        known -= chunk.length - fresh.length;
        received += fresh.length;
        if (received > ref.bytes) throw wrongSize(ref, `more than ${ref.bytes}`);
        if (fresh.length > 0) yield fresh;
      }
      if (received < ref.bytes) throw wrongSize(ref, String(received));
      return;
    } catch (error) {
      const pause = BACKOFF[attempt];
      if (!isTransient(error, signal) || pause === undefined) throw giveUp(error, ref, attempt);
      await sleep(pause * (0.5 + Math.random()), undefined, { signal });
    }
  }
}

async function checkStatus(response: IncomingMessage, name: string): Promise<void> {
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 206) return;
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString("utf8");
  const code = /<Code>([^<]*)/.exec(body)?.[1] ?? "";
  const text = `S3 answered ${status} ${code} for ${name}`.replace("  ", " ");
  if (status >= 500 || status === 429 || status === 408) throw new TransientError(text);
  if (status === 403) {
    // To who may not list the bucket, S3 says the same of what is not there.
    throw new LoadError(
      `${text}: either it was deleted, then deploy again; or the function's role must allow s3:GetObject on it`,
    );
  }
  if (status === 404) throw new LoadError(`${text}: the archive was deleted; deploy again`);
  throw new LoadError(`${text}: ${/<Message>([^<]*)/.exec(body)?.[1] ?? body.slice(0, 200)}`);
}

function isTransient(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted) return false;
  if (error instanceof LoadError) return error instanceof TransientError;
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ECONNRESET" || code === "EPIPE" || code === "ETIMEDOUT";
}

function giveUp(error: unknown, ref: ArchiveRef, retries: number): unknown {
  if (error instanceof LoadError && !(error instanceof TransientError)) return error;
  if (retries === 0) return error;
  const reason = (error as Error).message;
  const text = `fetching the archive \`${ref.name}\` failed ${retries + 1} times, last: ${reason}`;
  return new LoadError(text, { cause: error });
}

function wrongSize(ref: ArchiveRef, actual: string): LoadError {
  return new LoadError(
    `the archive \`${ref.name}\` (${ref.key}) has ${actual} bytes, the manifest says ${ref.bytes}: deploy again`,
  );
}
