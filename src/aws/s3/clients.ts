import { S3Client } from "@aws-sdk/client-s3";
import { explained } from "../errors/explained.ts";
import { LIMITS, type Limits, ofObjects } from "../limits.ts";

/** Clients of S3 for a deploy. */
export interface S3Clients {
  readonly s3: S3Client;
  /** Makes URLs. It computes no checksums: it would sign the checksum of an empty body. */
  readonly presigning: S3Client;
}

/**
 * Creates the clients. A call is made up to five times, where its answer is 500, 503 or the like, or the connection breaks.
 */
export function createS3Clients(region: string, limits: Limits = LIMITS): S3Clients {
  const requestHandler = ofObjects(limits);
  return {
    s3: explained(new S3Client({ region, maxAttempts: 5, requestHandler }), "s3"),
    presigning: new S3Client({ region, requestChecksumCalculation: "WHEN_REQUIRED" }),
  };
}
