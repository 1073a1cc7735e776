import { hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type ArchiveRef, type Piece, pieceKey } from "../../../contract/manifest.ts";
import type { S3Location } from "../config.ts";
import type { Connection } from "./connection.ts";
import { LoadError, TransientError } from "./load-error.ts";
import { objectUrl } from "./s3-url.ts";
import { signGet } from "./sign.ts";

/** Pauses in milliseconds before a further attempt; the number of them is the number of retries. */
const BACKOFF = [50, 150, 450, 1000];

/**
 * A piece's compressed bytes, verified. A connection that breaks is taken up again where it broke.
 * @throws LoadError naming the object and what to do, after the last retry
 */
export async function downloadPiece(
  ref: ArchiveRef,
  piece: Piece,
  s3: S3Location,
  connection: Connection,
  signal: AbortSignal,
): Promise<Buffer> {
  const key = pieceKey(ref, piece);
  const url = objectUrl(s3, key);
  const bytes = Buffer.allocUnsafeSlow(piece.bytes);
  let received = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const range: Record<string, string> = received > 0 ? { range: `bytes=${received}-` } : {};
      const response = await connection.get(url, signGet(url, s3, new Date(), range));
      await checkStatus(response, `s3://${s3.bucket}/${key}`);
      if (response.statusCode !== 206) received = 0;
      for await (const chunk of response as AsyncIterable<Buffer>) {
        if (received + chunk.length > bytes.length) throw wrongSize(ref, key, "more", bytes.length);
        bytes.set(chunk, received);
        received += chunk.length;
      }
      if (received < bytes.length) throw wrongSize(ref, key, String(received), bytes.length);
      verify(ref, key, piece, bytes);
      return bytes;
    } catch (error) {
      const pause = BACKOFF[attempt];
      if (!isTransient(error, signal) || pause === undefined) throw giveUp(error, ref, attempt);
      await sleep(pause * (0.5 + Math.random()), undefined, { signal });
    }
  }
}

function verify(ref: ArchiveRef, key: string, { sha256 }: Piece, bytes: Buffer): void {
  const actual = hash("sha256", bytes);
  if (actual === sha256) return;
  throw new LoadError(
    `the archive \`${ref.name}\` (${key}) has SHA-256 ${actual}, the manifest says ${sha256}: ` +
      "it was changed or damaged; nothing of it is used. Deploy again",
  );
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

function wrongSize(ref: ArchiveRef, key: string, actual: string, wanted: number): LoadError {
  return new LoadError(
    `the archive \`${ref.name}\` (${key}) has ${actual} bytes, the manifest says ${wanted}: deploy again`,
  );
}
