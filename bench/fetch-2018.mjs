// Fetches the zips of way-2018.ts in a process of its own, as a function does: the time to load the SDK counts.
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

const { config, Bucket, names, dir } = JSON.parse(process.argv[2]);
const s3 = new S3Client(config);
await Promise.all(
  names.map(async (name) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: `2018/${name}.zip` }));
    await pipeline(Body, createWriteStream(join(dir, `${name}.zip`)));
  }),
);
