import { hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type ArchiveRef, type Piece, pieceKey } from "../../../../contract/manifest.ts";
import { signGet } from "../../aws/sign.ts";
import type { S3Location } from "../../config.ts";
import { LoadError, TransientError, Unreachable } from "../load-error.ts";
import type { Lane } from "./lane.ts";
import { explainRefusal, Refused } from "./refusal.ts";
import type { Target } from "./response-reader.ts";
import { objectUrl } from "./s3-url.ts";

/** Milliseconds before each further attempt. */
const BACKOFF = [50, 150, 450, 1000];
/** Attempts to connect: an attempt that fails has waited for seconds. */
const CONNECTIONS = 2;

/**
 * Fetches and verifies a piece's compressed bytes, into the lane's memory. If a connection breaks, the next attempt
 * continues where it broke.
 * @throws LoadError that names the object and what to do, after the last attempt
 */
export async function downloadPiece(
  ref: ArchiveRef,
  piece: Piece,
  s3: S3Location,
  lane: Pick<Lane, "get" | "memory">,
  signal: AbortSignal,
  backoff = BACKOFF,
): Promise<Buffer> {
  const key = pieceKey(ref, piece);
  const url = objectUrl(s3, key);
  const target: Target = { bytes: lane.memory.subarray(0, piece.bytes), received: 0 };
  let unreached = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const from = target.received;
      const range: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
      await lane.get(url, signGet(url, s3, new Date(), range), ({ status, length }) => {
        if (length === undefined) throw new LoadError(`S3 named no Content-Length for ${key}`);
        if (status !== 206) target.received = 0;
        const whole = target.received + length;
        if (whole !== piece.bytes) throw wrongSize(ref, key, whole, piece.bytes);
        return target;
      });
      verify(ref, key, piece, target.bytes);
      return target.bytes;
    } catch (thrown) {
      const name = `s3://${s3.bucket}/${key}`;
      const error = thrown instanceof Refused ? explainRefusal(thrown, name) : thrown;
      const pause = backoff[attempt];
      if (error instanceof Unreachable) unreached += 1;
      const again = error instanceof TransientError && unreached < CONNECTIONS && !signal.aborted;
      if (!again || pause === undefined) throw giveUp(error, ref, attempt);
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

function giveUp(error: unknown, ref: ArchiveRef, retries: number): unknown {
  if (error instanceof LoadError && !(error instanceof TransientError)) return error;
  if (retries === 0) return error;
  const reason = (error as Error).message;
  const text = `fetching the archive \`${ref.name}\` failed ${retries + 1} times, last: ${reason}`;
  return new LoadError(text, { cause: error });
}

function wrongSize(ref: ArchiveRef, key: string, actual: number, wanted: number): LoadError {
  return new LoadError(
    `the archive \`${ref.name}\` (${key}) has ${actual} bytes, the manifest says ${wanted}: deploy again`,
  );
}
