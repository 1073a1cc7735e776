import type { S3Options } from "../../../../local/services/s3/s3.ts";
import { createCloud } from "../../../../src/aws/cloud.ts";
import type { BundleStore } from "../../../../src/ports/bundle-store.ts";
import { openStandIn, type StandIn } from "../../../local/stand-in.ts";

/** The bundle store with the clients that a deploy has, on an embedded AWS of its own. */
export interface StoreOnS3 {
  readonly store: BundleStore;
  readonly standIn: StandIn;
  /** Milliseconds that the store has slept, by the clock of both. */
  slept(): number;
  close(): Promise<void>;
}

export async function storeOnS3(options: S3Options): Promise<StoreOnS3> {
  const standIn = await openStandIn(options);
  const former = { ...process.env };
  const { accessKeyId, secretAccessKey } = standIn.aws.credentials;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: standIn.aws.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
  let slept = 0;
  const clock = {
    now: () => slept,
    async sleep(milliseconds: number) {
      slept += milliseconds;
      standIn.settle(milliseconds);
    },
  };
  const { store } = createCloud(standIn.aws.region, clock, undefined);
  return {
    store,
    standIn,
    slept: () => slept,
    async close() {
      process.env = former;
      await standIn.close();
    },
  };
}
