import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { AwsError } from "../../service.ts";
import type { Authorization } from "../authorization.ts";
import type { Verified } from "../verify.ts";
import { awsChunkedDecoder } from "./aws-chunked.ts";
import { plainSink, signedSink } from "./chunk-sinks.ts";

const SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
const UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

/**
 * Creates a transform that decodes the body as it arrives. It fails at the end of the body if that is not the body that
 * was signed, so readers must not trust the body before it has ended.
 */
export function payloadVerifier(
  declared: string,
  headers: Readonly<Record<string, string>>,
  authorization: Authorization,
  verified: Verified,
): Transform {
  if (/^[0-9a-f]{64}$/.test(declared)) return hashVerifier(declared);
  if (declared === "UNSIGNED-PAYLOAD")
    return new Transform({ transform: (data, _, done) => done(null, data) });
  if (![SIGNED, `${SIGNED}-TRAILER`, UNSIGNED_TRAILER].includes(declared)) {
    throw new AwsError(
      400,
      "InvalidArgument",
      `x-amz-content-sha256 is not supported: ${declared}`,
    );
  }
  const length = Number(headers["x-amz-decoded-content-length"] ?? Number.NaN);
  if (!Number.isSafeInteger(length) || length < 0) {
    throw new AwsError(
      411,
      "MissingContentLength",
      "You must provide x-amz-decoded-content-length",
    );
  }
  const plain = plainSink(length, headers["x-amz-trailer"]);
  if (declared === UNSIGNED_TRAILER) return awsChunkedDecoder(plain);
  return awsChunkedDecoder(
    signedSink(plain, declared.endsWith("-TRAILER"), authorization, verified),
  );
}

function hashVerifier(declared: string): Transform {
  const hash = createHash("sha256");
  return new Transform({
    transform(data: Buffer, _encoding, done) {
      hash.update(data);
      done(null, data);
    },
    flush(done) {
      done(hash.digest("hex") === declared ? null : mismatch());
    },
  });
}

function mismatch(): AwsError {
  return new AwsError(
    400,
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}
