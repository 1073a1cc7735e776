import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { S3Options } from "../../../../../local/services/s3/s3.ts";
import { clientsOf, openStandIn, type StandIn } from "../../../stand-in.ts";

let standIn: StandIn;
afterEach(() => standIn.close());

const open = async (options: S3Options = {}) => {
  standIn = await openStandIn(options);
  return clientsOf(standIn.aws).s3;
};
const named = (name: string) => expect.objectContaining({ name });
const here = { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } } as const;
const create = (Bucket: string, BucketNamespace?: "account-regional" | "global") =>
  new CreateBucketCommand({ Bucket, ...here, ...(BucketNamespace && { BucketNamespace }) });

describe("a new bucket's name", () => {
  test.each<[string, "account-regional" | "global" | undefined, string | undefined]>([
    ["b", undefined, "InvalidBucketName"],
    ["bundles", undefined, undefined],
    ["bundles", "global", undefined],
    ["b-123456789012-eu-west-1-an", "account-regional", undefined],
    ["b-123456789012-eu-west-1-an", undefined, "MissingNamespaceHeader"],
    ["bundles-an", undefined, "MissingNamespaceHeader"],
    ["b-123456789012-eu-west-1-an", "global", "MissingNamespaceHeader"],
    ["bundles", "account-regional", "InvalidNamespaceHeader"],
    ["-123456789012-eu-west-1-an", "account-regional", "InvalidBucketName"],
    ["b-999999999999-eu-west-1-an", "account-regional", "InvalidNamespaceHeader"],
    ["b-123456789012-us-east-2-an", "account-regional", "InvalidNamespaceHeader"],
    [`${"b".repeat(37)}-123456789012-eu-west-1-an`, "account-regional", undefined],
    [`${"b".repeat(38)}-123456789012-eu-west-1-an`, "account-regional", "InvalidBucketName"],
  ])("`%s`, in the namespace %s: %s", async (bucket, namespace, error) => {
    const s3 = await open();
    const created = s3.send(create(bucket, namespace));
    if (error === undefined) await created;
    else await expect(created).rejects.toThrow(named(error));
  });
});

test("a new bucket is not there for a while, but cannot be created again", async () => {
  const s3 = await open({ bucketDelay: 5_000 });
  await s3.send(create("bundles"));
  const put = () => s3.send(new PutObjectCommand({ Bucket: "bundles", Key: "k", Body: "x" }));
  await expect(put()).rejects.toThrow(named("NoSuchBucket"));
  await expect(s3.send(create("bundles"))).rejects.toThrow(named("BucketAlreadyOwnedByYou"));
  standIn.settle(5_000);
  await put();
});

describe("a bucket elsewhere", () => {
  const elsewhere = {
    theirs: { account: "999999999999" },
    ours: { region: "us-east-2" },
  };

  test("of another account tells nobody why it is closed, and its name is taken", async () => {
    const s3 = await open({ elsewhere });
    const get = s3.send(new GetObjectCommand({ Bucket: "theirs", Key: "k" }));
    await expect(get).rejects.toMatchObject({ name: "AccessDenied", message: "Access Denied" });
    await expect(s3.send(new HeadBucketCommand({ Bucket: "theirs" }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    await expect(s3.send(create("theirs"))).rejects.toThrow(named("BucketAlreadyExists"));
  });

  test("of another region refers to that", async () => {
    const s3 = await open({ elsewhere });
    const get = s3.send(new GetObjectCommand({ Bucket: "ours", Key: "k" }));
    await expect(get).rejects.toMatchObject({
      name: "PermanentRedirect",
      $metadata: { httpStatusCode: 301 },
      $response: { headers: { "x-amz-bucket-region": "us-east-2" } },
    });
    await expect(s3.send(create("ours"))).rejects.toThrow(named("BucketAlreadyOwnedByYou"));
  });
});

test("a bucket's encryption is that of a named key, or refused", async () => {
  const s3 = await open();
  await s3.send(create("bundles"));
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } as const };
  const encrypt = s3.send(
    new PutBucketEncryptionCommand({
      Bucket: "bundles",
      ServerSideEncryptionConfiguration: { Rules: [rule] },
    }),
  );
  await expect(encrypt).rejects.toThrow(named("NotImplemented"));
  const put = await s3.send(new PutObjectCommand({ Bucket: "bundles", Key: "k", Body: "x" }));
  expect(put.ServerSideEncryption).toBe("AES256");
});
