import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** Lower-case hex SHA-256 of some bytes or a UTF-8 string. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** SHA-256 as Lambda (`CodeSha256`) and S3 (`ChecksumSHA256`) write it. */
export function sha256Base64(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("base64");
}

/** Hex SHA-256 of a file, read as a stream. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Base64 of a digest that is at hand as hex. */
export function hexToBase64(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}

/** 2020-01-01T00:00:00Z, in seconds. */
const BASE = 1_577_836_800;
const YEAR = 365 * 24 * 3600;

/** Modification time of every folder: nobody compares those. */
export const FOLDER_TIME = new Date(BASE * 1000);

/**
 * A modification time that follows from a file's content alone: equal on every machine, so that equal
 * trees pack to equal bytes, and another one when the content changes. A constant would not do: Rack's
 * file server answers 304 where the browser's `If-Modified-Since` equals the file's time, and so would
 * keep yesterday's file in browsers for ever.
 * https://github.com/rack/rack/blob/v3.1.0/lib/rack/files.rb
 * @param sha256 of the content, hex
 */
export function contentTime(sha256: string): Date {
  return new Date((BASE + (Buffer.from(sha256, "hex").readUInt32BE(0) % YEAR)) * 1000);
}
