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
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { hexToBase64 } from "../../digest.ts";
import type { BundleStore } from "../../ports/bundle-store.ts";
import { isNotFound, nameOf } from "../errors/failure.ts";
import { listKeys } from "./list-keys.ts";
import { owned } from "./owned-bucket.ts";

/**
 * The bundle store on S3.
 * @param presigning a client that computes no checksums: it would sign the checksum of an empty body
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
            // Every region must be named except us-east-1, which must not.
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
        // Another deploy of this account has just created it.
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
        // The key contains the digest, so the object that is there has the same bytes.
        if (nameOf(error) !== "PreconditionFailed") throw error;
      }
    },

    async download(bucket, key, file) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ ...owned(bucket), Key: key }));
        await pipeline(Body as Readable, createWriteStream(file, { flags: "wx" }));
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
