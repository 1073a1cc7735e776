import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createBundleStore } from "../../../src/aws/s3/bundle-store.ts";
import { systemClock } from "../../../src/host/clock.ts";
import { BucketRefused } from "../../../src/ports/bundle-store.ts";
import { clientsOf, openStandIn, type StandIn } from "../../local/stand-in.ts";

let standIn: StandIn;
beforeAll(async () => {
  standIn = await openStandIn();
});
afterAll(() => standIn.close());

describe("a bucket of our name that belongs to somebody else", () => {
  // The stand-in's account is 123456789012: to it the bucket of another account's name is a stranger's.
  const bucket = "megamode-999999999999-eu-west-1";

  test("is neither written to nor read from", async () => {
    const { s3 } = clientsOf(standIn.aws);
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const store = createBundleStore({ s3, presigning: s3 }, "eu-west-1", systemClock);
    const calls = [
      store.findBucket(bucket),
      store.ensureBucket(bucket, () => {}),
      store.writeJson(bucket, "key", {}),
      store.readJson(bucket, "key"),
      store.has(bucket, "key"),
      store.claim(bucket, "key"),
      store.removeAll(bucket, "k"),
      store.download(bucket, "key", "/dev/null", 1),
    ];
    for (const call of await Promise.allSettled(calls)) {
      const { reason } = call as PromiseRejectedResult;
      if (reason instanceof BucketRefused) expect(reason.message).toContain("another account");
      else expect(reason).toMatchObject({ $metadata: { httpStatusCode: 403 } });
    }
  });
});
