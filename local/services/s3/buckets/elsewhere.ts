import { xmlDocument } from "../../../http/xml.ts";
import { AwsError, type AwsRequest, type AwsResponse } from "../../../service.ts";
import { accessDenied } from "../access.ts";

/** Buckets that this S3 does not hold: another account's, or those of another region. */
export type Elsewhere = Readonly<
  Record<string, { readonly account?: string; readonly region?: string }>
>;

/**
 * Answers a call about a bucket that is elsewhere. All accounts and regions of a partition share the names.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 * @returns undefined if the bucket is not elsewhere
 * @throws AwsError
 */
export function refuseElsewhere(
  elsewhere: Elsewhere,
  call: {
    readonly operation: string;
    readonly bucket: string;
    readonly account: string;
    readonly region: string;
    readonly request: AwsRequest;
  },
): AwsResponse | undefined {
  const { operation, bucket, request } = call;
  const found = Object.hasOwn(elsewhere, bucket) ? elsewhere[bucket] : undefined;
  if (found === undefined) return undefined;
  const { account = call.account, region = call.region } = found;
  if (operation === "CreateBucket") throw nameTaken(bucket, account === call.account);
  if (region !== call.region) return movedTo(region, bucket, request.method);
  throw accessDenied();
}

function nameTaken(BucketName: string, byUs: boolean): AwsError {
  return byUs
    ? new AwsError(
        409,
        "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.",
        { BucketName },
      )
    : new AwsError(
        409,
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
        { BucketName },
      );
}

/** The answer to HEAD has no body: a header alone tells the region. */
function movedTo(region: string, bucket: string, method: string): AwsResponse {
  const body = xmlDocument("Error", {
    Code: "PermanentRedirect",
    Message:
      "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    Endpoint: `${bucket}.s3.${region}.amazonaws.com`,
    Bucket: bucket,
  });
  const headers = { "x-amz-bucket-region": region, "content-type": "application/xml" };
  return { status: 301, headers, ...(method === "HEAD" ? {} : { body }) };
}
