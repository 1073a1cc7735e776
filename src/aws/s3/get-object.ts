import type { Readable } from "node:stream";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "../../ports/clock.ts";
import { isNotFound } from "../errors/failure.ts";
import { owned } from "./owned-bucket.ts";

/** How often an object is asked for whose transfer breaks off, and milliseconds before each further time. */
const ATTEMPTS = 5;
const PAUSE = 500;

/**
 * Reads an object. The SDK repeats a call until its answer begins; what breaks off after that is read anew here.
 * @param most bytes that are read: an object's size is whatever its writer chose
 * @returns undefined if there is no such object
 */
export async function getObject(
  s3: S3Client,
  clock: Clock,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  most: number,
): Promise<Buffer | "too large" | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const body = await open(s3, bucket, key);
    if (body === undefined) return undefined;
    try {
      return await readAtMost(body, most);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await clock.sleep(PAUSE * attempt);
    }
  }
}

async function open(s3: S3Client, bucket: string, key: string): Promise<Readable | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ ...owned(bucket), Key: key }));
    return Body as Readable;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function readAtMost(body: Readable, most: number): Promise<Buffer | "too large"> {
  const parts: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop destroys the stream, and so ends the transfer.
  for await (const part of body as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > most) return "too large";
    parts.push(part);
  }
  return Buffer.concat(parts);
}
