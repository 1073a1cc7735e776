import type { Permits } from "../../control/authorize.ts";
import { AwsError, type AwsResponse, type Service } from "../../service.ts";
import { accessOf, objectArn } from "./access.ts";
import { parseAddress } from "./address.ts";
import { createBucket, headBucket } from "./buckets/buckets.ts";
import { getBucketTagging, putBucketTagging } from "./buckets/tagging.ts";
import type { S3Context } from "./context.ts";
import { checkInput } from "./inputs.ts";
import { type Network, openNetwork } from "./network.ts";
import { getObject } from "./objects/get-object.ts";
import { listObjects } from "./objects/list-objects.ts";
import { putObject } from "./objects/put-object.ts";
import { s3Operation } from "./operation.ts";
import { openS3Store } from "./store.ts";

export const S3_OPERATIONS: Readonly<Record<string, (context: S3Context) => Promise<AwsResponse>>> =
  {
    CreateBucket: createBucket,
    HeadBucket: headBucket,
    PutBucketTagging: putBucketTagging,
    GetBucketTagging: getBucketTagging,
    ListObjectsV2: listObjects,
    PutObject: putObject,
    GetObject: getObject,
    HeadObject: getObject,
    DeleteObject: deleteObject,
  };

/** Creates S3. It has path-style addresses, one region and one owner. */
export function createS3(options: {
  readonly folder: string;
  readonly region: string;
  readonly account: string;
  readonly permits: Permits;
  readonly network?: Network;
}): Service {
  const store = openS3Store(options.folder);
  const passage = openNetwork(options.network ?? {});
  return {
    name: "s3",
    protocol: "rest-xml",
    async handle(request) {
      const operation = s3Operation(request);
      const run = Object.hasOwn(S3_OPERATIONS, operation) ? S3_OPERATIONS[operation] : undefined;
      if (run === undefined) {
        throw new AwsError(
          501,
          "NotImplemented",
          `The embedded S3 does not implement ${operation}`,
        );
      }
      checkInput(operation, request);
      const { bucket, key } = parseAddress(request.rawPath);
      const owner = request.headers["x-amz-expected-bucket-owner"];
      if (owner !== undefined && owner !== options.account)
        throw new AwsError(403, "AccessDenied", "Access Denied");
      if (operation !== "CreateBucket" && store.buckets.get(bucket) === undefined) {
        throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist", {
          BucketName: bucket,
        });
      }
      const access = accessOf(request.principal, options.permits);
      return run({ ...options, store, request, access, passage, bucket, key });
    },
  };
}

/** Succeeds even if the object does not exist. */
async function deleteObject({ store, access, bucket, key }: S3Context): Promise<AwsResponse> {
  access.require("s3:DeleteObject", objectArn(bucket, key));
  const object = store.objects(bucket).get(key);
  if (object !== undefined) {
    store.objects(bucket).delete(key);
    store.dropBody(bucket, object.file);
  }
  return { status: 204 };
}
