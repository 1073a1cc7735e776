import { randomUUID } from "node:crypto";
import { createWriteStream, mkdirSync, readdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { openRecords, type Records } from "../../state/records.ts";

/** Bytes that are read at once. With Node's 64 kB, reading a bundle would cost as much CPU as unpacking it. */
const READ_BYTES = 512 * 1024;

/** A bucket's own settings. */
export interface Bucket {
  readonly created: string;
  /** How its new objects are encrypted; absent: with S3's own keys. */
  readonly encryption?: BucketEncryption;
  readonly tags: Readonly<Record<string, string>>;
}

/** Default encryption with a key of KMS. */
export interface BucketEncryption {
  readonly keyArn: string;
  /** Whether one data key serves many objects: KMS is then asked about the bucket, not about the object. */
  readonly bucketKey: boolean;
}

/** An object without its bytes. */
export interface StoredObject {
  /** Name of the file that holds the bytes. */
  readonly file: string;
  readonly size: number;
  /** Quoted, as in the header. */
  readonly etag: string;
  readonly modified: string;
  readonly contentType: string;
  /** Content-Encoding, Cache-Control and the like, as they were sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum?: { readonly name: string; readonly value: string };
  /** Of the moment when it was written: a bucket's later setting does not change it. */
  readonly encryption?: BucketEncryption;
}

/** Buckets and objects on disk. No name of a bucket or object becomes a path. */
export interface S3Store {
  readonly buckets: Records<Bucket>;
  objects(bucket: string): Records<StoredObject>;
  /** Creates a file for bytes that no object refers to yet. */
  newBody(bucket: string): { readonly file: string; readonly stream: Writable };
  /** Resolves when the file is open, so that it stays readable. @param range the first and the last byte */
  readBody(bucket: string, file: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Removes a body. Whoever has the file open can still read it. */
  dropBody(bucket: string, file: string): void;
}

/** Opens the store and removes bytes that interrupted uploads left behind. */
export function openS3Store(folder: string): S3Store {
  const buckets = openRecords<Bucket>(join(folder, "buckets"));
  const opened = new Map<string, Records<StoredObject>>();
  const placeOf = (bucket: string) => join(folder, Buffer.from(bucket).toString("hex"));
  const bodies = (bucket: string) => join(placeOf(bucket), "bodies");

  function objects(bucket: string): Records<StoredObject> {
    let records = opened.get(bucket);
    if (records === undefined) {
      mkdirSync(bodies(bucket), { recursive: true, mode: 0o700 });
      records = openRecords<StoredObject>(join(placeOf(bucket), "objects"));
      opened.set(bucket, records);
    }
    return records;
  }

  for (const bucket of buckets.keys()) {
    const records = objects(bucket);
    const used = new Set(records.keys().map((key) => records.get(key)!.file));
    for (const file of readdirSync(bodies(bucket))) {
      if (!used.has(file)) rmSync(join(bodies(bucket), file), { force: true });
    }
  }

  return {
    buckets,
    objects,
    newBody(bucket) {
      const file = randomUUID();
      return {
        file,
        stream: createWriteStream(join(bodies(bucket), file), { flags: "wx", mode: 0o600 }),
      };
    },
    async readBody(bucket, file, range) {
      const body = await open(join(bodies(bucket), file), "r");
      return body.createReadStream({ ...range, highWaterMark: READ_BYTES });
    },
    dropBody: (bucket, file) => rmSync(join(bodies(bucket), file), { force: true }),
  };
}
