import { bucketArn, objectArn } from "../access.ts";
import type { S3Context } from "../context.ts";
import type { BucketEncryption } from "../store.ts";

/**
 * Asks KMS for the data key of an object, as S3 does in the name of the caller. KMS itself has no keys here: of a key's
 * own policy, the default is imitated, which leaves the decision to the policies of IAM.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * @throws AwsError AccessDenied, as in https://github.com/aws/copilot-cli/issues/5500
 */
export function requireKey(
  { access, region, bucket, key }: S3Context,
  encryption: BucketEncryption | undefined,
  action: "kms:GenerateDataKey" | "kms:Decrypt",
): void {
  if (encryption === undefined) return;
  const encrypted = encryption.bucketKey ? bucketArn(bucket) : objectArn(bucket, key);
  access.require(action, encryption.keyArn, {
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": encrypted,
  });
}

/** Makes the headers that say how an object is encrypted. */
export function encryptionHeaders(
  encryption: BucketEncryption | undefined,
): Record<string, string> {
  if (encryption === undefined) return { "x-amz-server-side-encryption": "AES256" };
  return {
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": encryption.keyArn,
    ...(encryption.bucketKey && { "x-amz-server-side-encryption-bucket-key-enabled": "true" }),
  };
}
