import { readBody } from "../../../http/body.ts";
import { parseXml, xmlDocument } from "../../../http/xml.ts";
import { AwsError, type AwsResponse } from "../../../service.ts";
import { bucketArn } from "../access.ts";
import { S3_NAMESPACE, type S3Context } from "../context.ts";
import { XML_LIMIT, xmlFields, xmlResponse } from "../xml-body.ts";

export async function putBucketTagging({
  store,
  request,
  access,
  bucket,
}: S3Context): Promise<AwsResponse> {
  access.require("s3:PutBucketTagging", bucketArn(bucket));
  const parsed = xmlFields(
    parseXml((await readBody(request, XML_LIMIT)).toString("utf8"), "Tagging", ["Tag"]),
  );
  const list = (xmlFields(parsed.TagSet).Tag ?? []) as { Key: string; Value: string }[];
  const tags = Object.fromEntries(list.map(({ Key, Value }) => [Key, Value ?? ""]));
  if (Object.keys(tags).length !== list.length)
    throw new AwsError(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
  store.buckets.set(bucket, { ...store.buckets.get(bucket)!, tags });
  return { status: 204 };
}

export async function getBucketTagging({ store, access, bucket }: S3Context): Promise<AwsResponse> {
  access.require("s3:GetBucketTagging", bucketArn(bucket));
  const tags = Object.entries(store.buckets.get(bucket)!.tags);
  if (tags.length === 0)
    throw new AwsError(404, "NoSuchTagSet", "The TagSet does not exist", { BucketName: bucket });
  const Tag = tags.map(([Key, Value]) => ({ Key, Value }));
  return xmlResponse(xmlDocument("Tagging", { TagSet: { Tag } }, S3_NAMESPACE));
}
