/**
 * Parameters that name a bucket. A bucket's name belongs to whoever takes it first, so a bucket with a name of
 * ours, which contains the account, is used only if that account owns it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
export function owned(bucket: string): {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string;
} {
  const account = /^megamode-(\d{12})-/.exec(bucket)?.[1];
  return account ? { Bucket: bucket, ExpectedBucketOwner: account } : { Bucket: bucket };
}
