import { BucketRefused } from "../../ports/bundle-store.ts";
import { rawOf } from "../errors/explained.ts";
import { nameOf } from "../errors/failure.ts";

/** With which S3 refuses a name. Those that end with `-an` hold the account and the region of the deploy. */
const BAD_NAMES = ["InvalidBucketName", "InvalidNamespaceHeader", "MissingNamespaceHeader"];

/**
 * Explains why S3 lets nobody of this account and region use a bucket. All accounts and regions share the names.
 * @param error of listing or creating the bucket, which may have been explained as a missing permission
 * @param region where the deploy is
 * @returns any other error as it is
 */
export function explainRefusal(error: unknown, bucket: string, region: string): unknown {
  const raw = rawOf(error);
  const lies = regionOf(raw);
  if (lies !== undefined && lies !== region) {
    return new BucketRefused(
      `The bucket \`${bucket}\` lies in ${lies}, and this deploy is for ${region}.`,
      `Set the input \`bucket\` to a bucket in ${region} or to a name that nobody has, or \`aws-region\` of \`aws-actions/configure-aws-credentials\` to ${lies}.`,
    );
  }
  if (BAD_NAMES.includes(nameOf(raw))) {
    return new BucketRefused(
      `S3 takes no bucket \`${bucket}\`: ${(raw as Error).message}`,
      "Set the input `bucket` to a name that S3's rules allow: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
    );
  }
  if (nameOf(raw) === "BucketAlreadyExists" || isAnothers(raw)) {
    return new BucketRefused(
      `The bucket \`${bucket}\` belongs to another account: ${(raw as Error).message}`,
      `Set the input \`bucket\` to a bucket of yours in ${region}, or to a name that nobody has: it is created. If \`${bucket}\` is yours, allow \`s3:ListBucket\` on it in the policy of the role that deploys, and look for a policy of the bucket that denies it.`,
    );
  }
  return error;
}

/** The region that S3 names where it refers to another one. */
function regionOf(error: unknown): string | undefined {
  const { $response } = Object(error) as {
    readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  };
  return $response?.headers?.["x-amz-bucket-region"];
}

/**
 * Whether a denial comes from another account. Within an account S3 says whose policy lacks what; to others it says
 * nothing, or, within an organization, that the bucket's own policy does not allow it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html#access-denied-message-examples
 */
function isAnothers(error: unknown): boolean {
  if (nameOf(error) !== "AccessDenied") return false;
  const { message } = error as Error;
  return !message.includes("not authorized") || /no resource-based policy allows/.test(message);
}
