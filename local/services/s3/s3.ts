import { Readable } from "node:stream";
import type { Permits } from "../../control/authorize.ts";
import { AwsError, type AwsResponse, ConnectionLost, type Service } from "../../service.ts";
import { accessDenied, accessOf, objectArn } from "./access.ts";
import { parseAddress } from "./address.ts";
import { createBucket, headBucket } from "./buckets/buckets.ts";
import { type Elsewhere, refuseElsewhere } from "./buckets/elsewhere.ts";
import { putBucketEncryption } from "./buckets/encryption.ts";
import { getBucketTagging, putBucketTagging } from "./buckets/tagging.ts";
import type { S3Context } from "./context.ts";
import { checkInput } from "./inputs.ts";
import { type Network, openNetwork, type S3Call } from "./network.ts";
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
    PutBucketEncryption: putBucketEncryption,
    ListObjectsV2: listObjects,
    PutObject: putObject,
    GetObject: getObject,
    HeadObject: getObject,
    DeleteObject: deleteObject,
  };

/** What of S3 is not as it is at its best. */
export interface S3Options extends Network {
  /** Milliseconds after its creation in which a bucket does not exist for other calls, or for this one. */
  readonly bucketDelay?: number | ((call: S3Call) => number);
  /** Buckets that belong to others, or lie in other regions, by their names. */
  readonly elsewhere?: Elsewhere;
}

/** Creates S3. It has path-style addresses, and keeps the objects of one region and one owner. */
export function createS3(
  options: S3Options & {
    readonly folder: string;
    readonly region: string;
    readonly account: string;
    readonly permits: Permits;
    /** Epoch milliseconds. */
    readonly now: () => number;
  },
): Service {
  const { account, region, now, bucketDelay = 0, elsewhere = {} } = options;
  const delayOf = typeof bucketDelay === "number" ? () => bucketDelay : bucketDelay;
  const store = openS3Store(options.folder);
  const wayOf = openNetwork(options);
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
      const call = { operation, bucket, key };
      const way = wayOf(call);
      const refused = refuseElsewhere(elsewhere, { ...options, operation, bucket, request });
      if (refused !== undefined) return refused;
      const owner = request.headers["x-amz-expected-bucket-owner"];
      if (owner !== undefined && owner !== account) throw accessDenied();
      const found = store.buckets.get(bucket);
      const delay = delayOf(call);
      const isKnown = found && (delay === 0 || now() - Date.parse(found.created) >= delay);
      if (operation !== "CreateBucket" && !isKnown) throw noSuchBucket(bucket);
      const access = accessOf(request.principal, options.permits);
      const context = { store, region, account, request, access, way, bucket, key, now };
      const answer = await run(context);
      if (way.losesAnswer) {
        if (answer.body instanceof Readable) answer.body.destroy();
        throw new ConnectionLost();
      }
      return answer;
    },
  };
}

function noSuchBucket(bucket: string): AwsError {
  return new AwsError(404, "NoSuchBucket", "The specified bucket does not exist", {
    BucketName: bucket,
  });
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
