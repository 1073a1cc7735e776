import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { clientsOf, openStandIn, type StandIn } from "../../stand-in.ts";

const Bucket = "a-bucket";
const here = { CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } } as const;

let standIn: StandIn;
let s3: S3Client;
beforeAll(async () => {
  standIn = await openStandIn();
  ({ s3 } = clientsOf(standIn.aws));
  await s3.send(new CreateBucketCommand({ Bucket, ...here }));
});
afterAll(() => standIn.close());

const named = (name: string) => expect.objectContaining({ name });
const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const text = async (Key: string, more = {}) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

describe("a bucket", () => {
  test("lies in the region of the endpoint, and cannot be created twice", async () => {
    const elsewhere = { CreateBucketConfiguration: { LocationConstraint: "us-west-2" } } as const;
    await expect(
      s3.send(new CreateBucketCommand({ Bucket: "another", ...elsewhere })),
    ).rejects.toThrow(named("IllegalLocationConstraintException"));
    await expect(s3.send(new CreateBucketCommand({ Bucket, ...here }))).rejects.toThrow(
      named("BucketAlreadyOwnedByYou"),
    );
  });

  test("that does not exist is not found", async () => {
    await expect(s3.send(new HeadBucketCommand({ Bucket: "nowhere" }))).rejects.toThrow(
      named("NotFound"),
    );
    await expect(s3.send(new ListObjectsV2Command({ Bucket: "nowhere" }))).rejects.toThrow(
      named("NoSuchBucket"),
    );
  });

  test("keeps its tags", async () => {
    const TagSet = [{ Key: "megamode:app", Value: "a & <b>" }];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
  });

  test("says so where something is not implemented, or not known", async () => {
    await expect(
      s3.send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
      ),
    ).rejects.toThrow(named("NotImplemented"));
    await expect(
      s3.send(new PutObjectCommand({ Bucket, Key: "acl", Body: "x", ACL: "public-read" })),
    ).rejects.toThrow(/x-amz-acl/);
  });
});

describe("an object", () => {
  test("comes back with its headers and metadata", async () => {
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: "all/of it/ä+%.txt",
        Body: "hello",
        ContentType: "text/plain",
        CacheControl: "no-store",
        Metadata: { origin: "test" },
      }),
    );
    const found = await s3.send(new GetObjectCommand({ Bucket, Key: "all/of it/ä+%.txt" }));
    expect(found).toMatchObject({
      ContentType: "text/plain",
      CacheControl: "no-store",
      ContentLength: 5,
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      Metadata: { origin: "test" },
    });
    expect(await found.Body?.transformToString()).toBe("hello");
  });

  test("is created only once with If-None-Match, also by two at the same time", async () => {
    const create = () =>
      s3.send(new PutObjectCommand({ Bucket, Key: "once", Body: "x", IfNoneMatch: "*" }));
    const outcomes = await Promise.allSettled([create(), create(), create()]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(create()).rejects.toThrow(named("PreconditionFailed"));
  });

  test("can be read in parts", async () => {
    await put("parts", "0123456789");
    expect(await text("parts", { Range: "bytes=2-4" })).toBe("234");
    expect(await text("parts", { Range: "bytes=7-" })).toBe("789");
    expect(await text("parts", { Range: "bytes=-2" })).toBe("89");
    const part = await s3.send(new GetObjectCommand({ Bucket, Key: "parts", Range: "bytes=2-99" }));
    expect(part.ContentRange).toBe("bytes 2-9/10");
    await part.Body?.transformToString();
    await expect(text("parts", { Range: "bytes=10-" })).rejects.toThrow(named("InvalidRange"));
    await expect(text("parts", { IfMatch: '"other"' })).rejects.toThrow(
      named("PreconditionFailed"),
    );
  });

  test("is refused where it is not what its checksum says, and leaves nothing", async () => {
    const ChecksumSHA256 = createHash("sha256").update("something else").digest("base64");
    await expect(
      s3.send(new PutObjectCommand({ Bucket, Key: "bad", Body: "content", ChecksumSHA256 })),
    ).rejects.toThrow(named("BadDigest"));
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: "bad" }))).rejects.toThrow(
      named("NotFound"),
    );
  });

  test.each(["SHA256", "CRC32", "CRC32C", "SHA1"] as const)(
    "is taken from a stream, with %s after or before its body",
    async (ChecksumAlgorithm) => {
      const file = join(mkdtempSync(join(tmpdir(), "megamode-s3-")), "body");
      const Body = Buffer.alloc(3_000_000, "abc");
      writeFileSync(file, Body);
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key: ChecksumAlgorithm,
          Body: createReadStream(file),
          ContentLength: Body.length,
          ChecksumAlgorithm,
        }),
      );
      const head = await s3.send(
        new HeadObjectCommand({ Bucket, Key: ChecksumAlgorithm, ChecksumMode: "ENABLED" }),
      );
      expect(head.ContentLength).toBe(Body.length);
      expect(head.ETag).toBe(`"${createHash("md5").update(Body).digest("hex")}"`);
      expect(head[`Checksum${ChecksumAlgorithm}`]).toBeTruthy();
    },
  );

  test("is gone after it is deleted, and deleting it again succeeds", async () => {
    await put("short-lived", "x");
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "short-lived" }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "short-lived" }));
    await expect(text("short-lived")).rejects.toThrow(named("NoSuchKey"));
  });

  test("cannot leave the state folder by its name", async () => {
    await put("../../../../escaped", "x");
    expect(await text("../../../../escaped")).toBe("x");
    expect(readdirSync(join(standIn.stateDir, "..")).filter((name) => name === "escaped")).toEqual(
      [],
    );
    await expect(
      s3.send(new PutObjectCommand({ Bucket: "..", Key: "a", Body: "x" })),
    ).rejects.toThrow();
  });
});

describe("a list", () => {
  beforeAll(async () => {
    for (const key of ["l/a/1", "l/a/2", "l/b", "l/c/1", "l/d"]) await put(key, "x");
  });
  const list = (more = {}) => s3.send(new ListObjectsV2Command({ Bucket, Prefix: "l/", ...more }));

  test("has common prefixes where it is delimited", async () => {
    const { Contents, CommonPrefixes, KeyCount } = await list({ Delimiter: "/" });
    expect(Contents?.map(({ Key }) => Key)).toEqual(["l/b", "l/d"]);
    expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["l/a/", "l/c/"]);
    expect(KeyCount).toBe(4);
  });

  test.each([{}, { Delimiter: "/" }])(
    "comes in pages without loss or repetition %j",
    async (more) => {
      const whole = await list(more);
      const items: unknown[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ ...more, MaxKeys: 1, ContinuationToken });
        expect(page.KeyCount).toBe(1);
        items.push(page.Contents?.[0]?.Key ?? page.CommonPrefixes?.[0]?.Prefix);
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      const expected = [
        ...(whole.Contents ?? []).map(({ Key }) => Key),
        ...(whole.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      ];
      expect(items).toEqual(expected.sort());
    },
  );
});
