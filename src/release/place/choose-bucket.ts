import { BucketRefused, type BundleStore } from "../../ports/bundle-store.ts";
import { bucketName, olderBucketName } from "./names.ts";

/**
 * Regions in which accounts have no namespace of their own for buckets.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
 */
const WITHOUT_NAMESPACE: readonly string[] = ["me-south-1", "me-central-1"];

/**
 * Chooses the bucket with one look into the account. The bucket of an older version stays in use, because functions that
 * run read from it. No deploy makes another of that name, so two that come at once choose the same.
 * @param given the input `bucket`
 * @throws BucketRefused if it is another account's, or lies in another region
 */
export async function chooseBucket(
  store: Pick<BundleStore, "findBucket">,
  account: string,
  region: string,
  given: string | undefined,
): Promise<string> {
  const older = olderBucketName(account, region);
  const only = given ?? (WITHOUT_NAMESPACE.includes(region) ? older : undefined);
  if (only !== undefined) {
    await store.findBucket(only);
    return only;
  }
  const isOurs = await store.findBucket(older).catch((error: unknown) => {
    if (error instanceof BucketRefused) return false; // Somebody else has taken the name.
    throw error;
  });
  return isOurs ? older : bucketName(account, region);
}
