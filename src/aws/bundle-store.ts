import { createReadStream, createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { hexToBase64 } from "../digest.ts";
import type { BundleStore } from "../ports/bundle-store.ts";
import { isNotFound, nameOf } from "./failure.ts";

/**
 * The bundle store on S3.
 * @param presigning a client that computes no checksums: those of a presigned body would be the empty one's
 */
export function createBundleStore(s3: S3Client, presigning: S3Client, region: string): BundleStore {
  return {
    async ensureBucket(bucket) {
      try {
        await s3.send(new HeadBucketCommand(owned(bucket)));
        return;
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
      try {
        await s3.send(
          new CreateBucketCommand({
            Bucket: bucket,
            // us-east-1 is the one region that must not be named.
            ...(region === "us-east-1"
              ? {}
              : {
                  CreateBucketConfiguration: {
                    LocationConstraint: region as BucketLocationConstraint,
                  },
                }),
          }),
        );
      } catch (error) {
        // Another deploy of this account created it meanwhile.
        if (nameOf(error) !== "BucketAlreadyOwnedByYou") throw error;
      }
    },

    async has(bucket, key) {
      try {
        await s3.send(new HeadObjectCommand({ ...owned(bucket), Key: key }));
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },

    async upload(bucket, key, file, sha256, bytes) {
      try {
        await s3.send(
          new PutObjectCommand({
            ...owned(bucket),
            Key: key,
            Body: createReadStream(file),
            ContentLength: bytes,
            ChecksumSHA256: hexToBase64(sha256),
            ContentType: "application/zstd",
            IfNoneMatch: "*",
          }),
        );
      } catch (error) {
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
        // Its name is its content, so whoever uploaded it first uploaded the same bytes.
        if (nameOf(error) !== "PreconditionFailed") throw error;
      }
    },

    async download(bucket, key, file) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ ...owned(bucket), Key: key }));
        await pipeline(Body as Readable, createWriteStream(file));
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },

    async readJson(bucket, key) {
      try {
        const object = await s3.send(new GetObjectCommand({ ...owned(bucket), Key: key }));
        return JSON.parse((await object.Body?.transformToString()) ?? "null");
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },

    async writeJson(bucket, key, value) {
      await s3.send(
        new PutObjectCommand({
          ...owned(bucket),
          Key: key,
          Body: `${JSON.stringify(value, null, 2)}\n`,
          ContentType: "application/json",
        }),
      );
    },

    async claim(bucket, key) {
      try {
        await s3.send(
          new PutObjectCommand({ ...owned(bucket), Key: key, Body: "claimed", IfNoneMatch: "*" }),
        );
        return true;
      } catch (error) {
        if (nameOf(error) === "PreconditionFailed") return false;
        throw error;
      }
    },

    async presignPut(bucket, key, seconds, { once = false } = {}) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(once ? { IfNoneMatch: "*" } : {}),
      });
      return getSignedUrl(presigning, command, { expiresIn: seconds });
    },

    async removeAll(bucket, prefix) {
      const keys = await listKeys(s3, bucket, prefix);
      for (const key of keys) {
        await s3.send(new DeleteObjectCommand({ ...owned(bucket), Key: key }));
      }
      return keys.length;
    },
  };
}

/**
 * A bucket's name is anybody's who takes it first: one of ours names its account, and is used only if it
 * belongs to that account.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
function owned(bucket: string): { readonly Bucket: string; readonly ExpectedBucketOwner?: string } {
  const account = /^megamode-(\d{12})-/.exec(bucket)?.[1];
  return account ? { Bucket: bucket, ExpectedBucketOwner: account } : { Bucket: bucket };
}

/** None where the bucket itself is missing. */
async function listKeys(s3: S3Client, bucket: string, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3
      .send(
        new ListObjectsV2Command({
          ...owned(bucket),
          Prefix: prefix,
          ...(token ? { ContinuationToken: token } : {}),
        }),
      )
      .catch((error: unknown) => {
        if (isNotFound(error)) return undefined;
        throw error;
      });
    keys.push(...(page?.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    token = page?.NextContinuationToken;
  } while (token);
  return keys;
}
