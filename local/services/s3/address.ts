import { AwsError } from "../../service.ts";

/** What a path-style request names: an object, a bucket, or neither. */
export interface Address {
  readonly bucket: string;
  readonly key: string;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BUCKET = /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/;
const MAX_KEY_BYTES = 1024;

/** Parses a path into its bucket and key, decoded. What the path does not name is empty. */
export function parseAddress(rawPath: string): Address {
  const [, rawBucket = "", ...rest] = rawPath.split("/");
  const bucket = decode(rawBucket);
  const key = decode(rest.join("/"));
  if (bucket !== "" && !BUCKET.test(bucket)) {
    throw new AwsError(400, "InvalidBucketName", "The specified bucket is not valid.", {
      BucketName: bucket,
    });
  }
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new AwsError(400, "KeyTooLongError", "Your key is too long");
  }
  return { bucket, key };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    const error = new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.");
    error.cause = cause;
    throw error;
  }
}
