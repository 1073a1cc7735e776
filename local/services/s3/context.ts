import type { AwsRequest } from "../../service.ts";
import type { Access } from "./access.ts";
import type { Way } from "./network.ts";
import type { S3Store } from "./store.ts";

/** What every S3 operation receives. */
export interface S3Context {
  readonly store: S3Store;
  readonly region: string;
  readonly account: string;
  readonly request: AwsRequest;
  readonly access: Access;
  readonly way: Way;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly bucket: string;
  /** Empty for operations on a bucket. */
  readonly key: string;
}

/** S3's XML namespace. */
export const S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
