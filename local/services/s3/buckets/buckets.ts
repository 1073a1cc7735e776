import { readBody } from "../../../http/body.ts";
import { rejectUnknownFields } from "../../../http/fields.ts";
import { parseXml } from "../../../http/xml.ts";
import { AwsError, type AwsResponse } from "../../../service.ts";
import { bucketArn } from "../access.ts";
import type { S3Context } from "../context.ts";
import { XML_LIMIT, xmlFields } from "../xml-body.ts";
import { checkNamespace } from "./namespace.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export async function createBucket(context: S3Context): Promise<AwsResponse> {
  const { store, region, request, access, bucket, now } = context;
  access.require("s3:CreateBucket", bucketArn(bucket));
  checkNamespace(context);
  const text = (await readBody(request, XML_LIMIT)).toString("utf8");
  const asked = text === "" ? {} : xmlFields(parseXml(text, "CreateBucketConfiguration", []));
  rejectUnknownFields(asked, ["LocationConstraint"], "MalformedXML");
  checkLocation(asked.LocationConstraint as string | undefined, region);
  const isThere = store.buckets.get(bucket) !== undefined;
  if (isThere && region !== "us-east-1") {
    throw new AwsError(
      409,
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      { BucketName: bucket },
    );
  }
  if (!isThere) store.buckets.set(bucket, { created: new Date(now()).toISOString(), tags: {} });
  return { status: 200, headers: { location: `/${bucket}` } };
}

export async function headBucket({ access, bucket, region }: S3Context): Promise<AwsResponse> {
  access.require("s3:ListBucket", bucketArn(bucket));
  return { status: 200, headers: { "x-amz-bucket-region": region } };
}

function checkLocation(constraint: string | undefined, region: string): void {
  if (region === "us-east-1") {
    if (constraint === undefined) return;
    throw new AwsError(
      400,
      "InvalidLocationConstraint",
      "The specified location-constraint is not valid",
      { LocationConstraint: constraint },
    );
  }
  if (constraint === region) return;
  throw new AwsError(
    400,
    "IllegalLocationConstraintException",
    `The ${constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}
