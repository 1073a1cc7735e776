import { AwsError } from "../../../service.ts";
import type { S3Context } from "../context.ts";

const HEADER = "x-amz-bucket-namespace";

/**
 * Checks a new bucket's name against its namespace: only names of the account's own regional namespace end with `-an`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html#account-regional-naming-rules
 * The errors are those of https://github.com/ansible-collections/amazon.aws/issues/2935 and
 * https://github.com/getmoto/moto/pull/9871
 */
export function checkNamespace({ request, account, region, bucket }: S3Context): void {
  const namespace = request.headers[HEADER];
  if (namespace !== undefined && namespace !== "account-regional" && namespace !== "global") {
    throw refused("InvalidBucketNamespace", `\`${namespace}\` is no namespace of buckets.`);
  }
  const suffix = `-${account}-${region}-an`;
  if (namespace === "account-regional") {
    if (bucket.endsWith(suffix) && bucket.length > suffix.length) return;
    throw refused(
      "InvalidNamespaceHeader",
      `The requested bucket name did not include the account-regional namespace suffix, but the provided ${HEADER} header value is account-regional. Specify ${suffix} as the bucket name suffix to create a bucket in your account-regional namespace, or remove the header.`,
    );
  }
  if (!bucket.endsWith("-an")) return;
  throw refused(
    "MissingNamespaceHeader",
    `The requested bucket is an account-regional namespace bucket, but your request is missing the required ${HEADER} header.`,
  );
}

function refused(code: string, message: string): AwsError {
  return new AwsError(400, code, message, { Header: HEADER });
}
