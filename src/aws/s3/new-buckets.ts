import type { S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "../../ports/clock.ts";
import { nameOf } from "../errors/failure.ts";

/** Milliseconds for which S3 may not know a bucket that exists, and between two attempts. */
const UNKNOWN_FOR = 60_000;
const PAUSE = 1_000;

/** Buckets that exist, though S3 may say for a while that they do not. */
export interface NewBuckets {
  add(bucket: string): void;
}

/**
 * Makes a client repeat its calls while S3 does not know a bucket that has just been created: its servers learn of it
 * one after the other.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList (NoSuchBucket)
 */
export function patientWithNewBuckets(s3: S3Client, clock: Clock): NewBuckets {
  const until = new Map<string, number>();
  s3.middlewareStack.add(
    (next) => async (args) => {
      const { Bucket = "" } = args.input as { readonly Bucket?: string };
      for (;;) {
        try {
          return await next(args);
        } catch (error) {
          const passes = nameOf(error) === "NoSuchBucket" && clock.now() < (until.get(Bucket) ?? 0);
          if (!passes) throw error;
          await clock.sleep(PAUSE);
        }
      }
    },
    { step: "initialize", name: "patientWithNewBuckets", override: true },
  );
  return { add: (bucket) => void until.set(bucket, clock.now() + UNKNOWN_FOR) };
}
