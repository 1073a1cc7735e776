import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { hexToBase64 } from "../../digest.ts";
import { type BundleStore, MOST_JSON, parseJson, Unreadable } from "../../ports/bundle-store.ts";
import type { Clock } from "../../ports/clock.ts";
import { isNotFound } from "../errors/failure.ts";
import { createBuckets } from "./buckets.ts";
import type { S3Clients } from "./clients.ts";
import { getObject } from "./get-object.ts";
import { listKeys } from "./list-keys.ts";
import { patientWithNewBuckets } from "./new-buckets.ts";
import { owned } from "./owned-bucket.ts";
import { putOnce } from "./put-once.ts";

/** The bundle store on S3. No body is a stream: the SDK repeats only calls whose body it can send again. */
export function createBundleStore(
  { s3, presigning }: S3Clients,
  region: string,
  clock: Clock,
): BundleStore {
  return {
    ...createBuckets(s3, clock, region, patientWithNewBuckets(s3, clock)),

    async has(bucket, key) {
      try {
        await s3.send(new HeadObjectCommand({ ...owned(bucket), Key: key }));
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },

    async upload(bucket, key, file, sha256) {
      // The key contains the digest, so an object that is there has the same bytes.
      await putOnce(s3, clock, {
        ...owned(bucket),
        Key: key,
        Body: await readFile(file),
        ChecksumSHA256: hexToBase64(sha256),
        ContentType: "application/zstd",
      });
    },

    async download(bucket, key, file, bytes) {
      const content = await getObject(s3, clock, { bucket, key }, bytes);
      if (content === undefined || content === "too large" || content.length < bytes) return false;
      await writeFile(file, content, { flag: "wx" });
      return true;
    },

    async readJson(bucket, key) {
      const content = await getObject(s3, clock, { bucket, key }, MOST_JSON);
      if (content === "too large") throw new Unreadable(key, "it is too large");
      return content && parseJson(key, content);
    },

    async writeJson(bucket, key, value) {
      await s3.send(
        new PutObjectCommand({
          ...owned(bucket),
          Key: key,
          Body: asText(value),
          ContentType: "application/json",
        }),
      );
    },

    async claim(bucket, key, value) {
      const Body = value === undefined ? `claimed ${randomUUID()}\n` : asText(value);
      if (await putOnce(s3, clock, { ...owned(bucket), Key: key, Body })) return true;
      // It may be ours: if S3's answer was lost, the SDK has made the call again.
      const there = await getObject(s3, clock, { bucket, key }, Buffer.byteLength(Body));
      return there?.toString() === Body;
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

function asText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
