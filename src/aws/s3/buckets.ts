import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  ListObjectsV2Command,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { BundleStore } from "../../ports/bundle-store.ts";
import type { Clock } from "../../ports/clock.ts";
import { isNotFound, nameOf } from "../errors/failure.ts";
import { retrying } from "../retry.ts";
import type { NewBuckets } from "./new-buckets.ts";
import { owned } from "./owned-bucket.ts";
import { explainRefusal } from "./refused-bucket.ts";

/** Names of buckets that only their own account can create: `<prefix>-<account>-<region>-an`. */
const OWN_NAMESPACE = /-\d{12}-[a-z0-9-]+-an$/;

/** Finds and creates buckets. */
export function createBuckets(
  s3: S3Client,
  clock: Clock,
  region: string,
  newBuckets: NewBuckets,
): Pick<BundleStore, "findBucket" | "ensureBucket"> {
  /** Lists the bucket rather than asking for its head: it takes the same permission, and the answer says more. */
  async function findBucket(bucket: string): Promise<boolean> {
    try {
      await s3.send(new ListObjectsV2Command({ ...owned(bucket), MaxKeys: 1 }));
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw explainRefusal(error, bucket, region);
    }
  }

  async function create(bucket: string): Promise<void> {
    const command = new CreateBucketCommand(inputOf(bucket, region));
    try {
      await retrying(clock, isBusy, () => s3.send(command));
    } catch (error) {
      // Another deploy of this account has just created it.
      if (nameOf(error) !== "BucketAlreadyOwnedByYou") throw explainRefusal(error, bucket, region);
    }
  }

  return {
    findBucket,

    async ensureBucket(bucket, log) {
      const isNew = !(await findBucket(bucket));
      if (isNew) {
        await create(bucket);
        log(
          `Created the bucket \`${bucket}\`. It may take S3 a minute to know it everywhere: until then, calls are repeated.`,
        );
      }
      newBuckets.add(bucket); // Another deploy may have created it a moment ago.
      if (isNew) await s3.send(new ListObjectsV2Command({ ...owned(bucket), MaxKeys: 1 }));
    },
  };
}

/** Whether two deploys create the bucket at once, or somebody has just deleted it. */
function isBusy(error: unknown): boolean {
  return nameOf(error) === "OperationAborted";
}

function inputOf(bucket: string, region: string) {
  return {
    Bucket: bucket,
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
    ...(OWN_NAMESPACE.test(bucket) && { BucketNamespace: "account-regional" as const }),
    // Every region must be named except us-east-1, which must not.
    ...(region !== "us-east-1" && {
      CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
    }),
  };
}
