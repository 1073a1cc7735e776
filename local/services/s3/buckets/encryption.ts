import { readBody } from "../../../http/body.ts";
import { rejectUnknownFields } from "../../../http/fields.ts";
import { parseXml } from "../../../http/xml.ts";
import { AwsError, type AwsResponse } from "../../../service.ts";
import { bucketArn } from "../access.ts";
import type { S3Context } from "../context.ts";
import { XML_LIMIT, xmlFields } from "../xml-body.ts";

/**
 * Sets a bucket's default encryption: with a key of KMS, which is named by its ARN.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
 */
export async function putBucketEncryption(context: S3Context): Promise<AwsResponse> {
  const { store, request, access, bucket } = context;
  access.require("s3:PutEncryptionConfiguration", bucketArn(bucket));
  const text = (await readBody(request, XML_LIMIT)).toString("utf8");
  const asked = xmlFields(parseXml(text, "ServerSideEncryptionConfiguration", []));
  const rule = xmlFields(asked.Rule);
  rejectUnknownFields(
    rule,
    ["ApplyServerSideEncryptionByDefault", "BucketKeyEnabled"],
    "MalformedXML",
  );
  const { SSEAlgorithm, KMSMasterKeyID } = xmlFields(rule.ApplyServerSideEncryptionByDefault);
  if (SSEAlgorithm !== "aws:kms" || typeof KMSMasterKeyID !== "string") {
    throw new AwsError(501, "NotImplemented", "The embedded S3 knows `aws:kms` with a key's ARN");
  }
  const encryption = { keyArn: KMSMasterKeyID, bucketKey: rule.BucketKeyEnabled === "true" };
  store.buckets.set(bucket, { ...store.buckets.get(bucket)!, encryption });
  return { status: 200 };
}
