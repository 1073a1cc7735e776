import { readBody } from "../http/body.ts";
import { rejectUnknownFields } from "../http/fields.ts";
import { parseXml, xmlDocument } from "../http/xml.ts";
import { AwsError, type AwsResponse } from "../service.ts";
import { bucketArn } from "./access.ts";
import { S3_NAMESPACE, type S3Context } from "./context.ts";
import { XML_LIMIT, xmlFields, xmlResponse } from "./xml-body.ts";

/** CreateBucket. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export async function createBucket(context: S3Context): Promise<AwsResponse> {
  const { store, region, account, request, access, bucket } = context;
  access.require("s3:CreateBucket", bucketArn(bucket));
  const text = (await readBody(request, XML_LIMIT)).toString("utf8");
  const asked = text === "" ? {} : xmlFields(parseXml(text, "CreateBucketConfiguration", []));
  rejectUnknownFields(asked, ["LocationConstraint"], "MalformedXML");
  checkLocation(asked.LocationConstraint as string | undefined, region);
  checkNamespace(bucket, request.headers["x-amz-bucket-namespace"], `-${account}-${region}-an`);
  if (store.buckets.get(bucket) !== undefined && region !== "us-east-1") {
    throw new AwsError(
      409,
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      { BucketName: bucket },
    );
  }
  if (store.buckets.get(bucket) === undefined) {
    store.buckets.set(bucket, { created: new Date().toISOString(), tags: {} });
  }
  return { status: 200, headers: { location: `/${bucket}` } };
}

export async function deleteBucket({ store, access, bucket }: S3Context): Promise<AwsResponse> {
  access.require("s3:DeleteBucket", bucketArn(bucket));
  if (store.objects(bucket).keys().length > 0) {
    throw new AwsError(409, "BucketNotEmpty", "The bucket you tried to delete is not empty", {
      BucketName: bucket,
    });
  }
  store.removeBucket(bucket);
  return { status: 204 };
}

export async function headBucket({ access, bucket, region }: S3Context): Promise<AwsResponse> {
  access.require("s3:ListBucket", bucketArn(bucket));
  return { status: 200, headers: { "x-amz-bucket-region": region } };
}

export async function getBucketLocation({
  access,
  bucket,
  region,
}: S3Context): Promise<AwsResponse> {
  access.require("s3:GetBucketLocation", bucketArn(bucket));
  return xmlResponse(
    xmlDocument("LocationConstraint", region === "us-east-1" ? "" : region, S3_NAMESPACE),
  );
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

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html */
function checkNamespace(bucket: string, namespace: string | undefined, suffix: string): void {
  const regional = namespace === "account-regional";
  if (
    regional === bucket.endsWith(suffix) &&
    [undefined, "global", "account-regional"].includes(namespace)
  )
    return;
  throw new AwsError(
    400,
    "InvalidBucketNamespace",
    `A bucket of the account-regional namespace ends in \`${suffix}\`, and no other does`,
  );
}
