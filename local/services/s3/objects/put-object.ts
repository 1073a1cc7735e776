import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AwsError, type AwsResponse } from "../../../service.ts";
import { checksumName, startChecksum } from "../../../signature/payload/checksum.ts";
import { objectArn } from "../access.ts";
import type { S3Context } from "../context.ts";
import type { StoredObject } from "../store.ts";
import { checksumHeaders, preconditionFailed, unquote } from "./get-object.ts";

const KEPT_HEADERS = ["cache-control", "content-disposition", "content-language", "expires"];
const ALGORITHM = "x-amz-sdk-checksum-algorithm";
const TRAILER = "x-amz-trailer";

/** PutObject: to disk as it arrives, visible only when all of it has been verified. */
export async function putObject(context: S3Context): Promise<AwsResponse> {
  const { store, request, access, bucket, key } = context;
  access.require("s3:PutObject", objectArn(bucket, key));
  checkConditions(context);
  const declared = declaredChecksum(request.headers);
  const checksum = startChecksum(declared.name);
  const md5 = createHash("md5");
  let size = 0;
  const measure = new Transform({
    transform(data: Buffer, _encoding, next) {
      size += data.length;
      md5.update(data);
      checksum.update(data);
      next(null, data);
    },
  });
  const { file, stream } = store.newBody(bucket);
  try {
    await pipeline(request.body, measure, stream);
    const value = checksum.digest().toString("base64");
    if (declared.value !== undefined && declared.value !== value) {
      throw badDigest(
        `The ${declared.name.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
    const digest = md5.digest();
    const expected = request.headers["content-md5"];
    if (expected !== undefined && expected !== digest.toString("base64")) {
      throw badDigest("The Content-MD5 you specified did not match what we received.");
    }
    // Once more: another upload may have come first while this one was arriving.
    checkConditions(context);
    const object: StoredObject = {
      file,
      size,
      etag: `"${digest.toString("hex")}"`,
      modified: new Date().toISOString(),
      contentType: request.headers["content-type"] ?? "binary/octet-stream",
      headers: keptHeaders(request.headers),
      metadata: metadataOf(request.headers),
      checksum: { name: declared.name, value },
    };
    const replaced = store.objects(bucket).get(key);
    store.objects(bucket).set(key, object);
    if (replaced !== undefined) store.dropBody(bucket, replaced.file);
    return { status: 200, headers: { etag: object.etag, ...checksumHeaders(object) } };
  } catch (error) {
    store.dropBody(bucket, file);
    throw error;
  }
}

function checkConditions({ store, request, access, bucket, key }: S3Context): void {
  const existing = store.objects(bucket).get(key);
  const noneMatch = request.headers["if-none-match"];
  if (noneMatch !== undefined) {
    if (noneMatch !== "*")
      throw new AwsError(
        501,
        "NotImplemented",
        "A header you provided implies functionality that is not implemented: If-None-Match",
      );
    if (existing !== undefined) throw preconditionFailed("If-None-Match");
  }
  const match = request.headers["if-match"];
  if (match === undefined) return;
  if (existing === undefined) throw access.missing(bucket, key);
  if (unquote(match) !== unquote(existing.etag)) throw preconditionFailed("If-Match");
}

/** Which checksum is stored, and its value where it came before the body (a trailer's is checked already). */
function declaredChecksum(headers: Readonly<Record<string, string>>): {
  name: string;
  value?: string;
} {
  const found = Object.keys(headers).filter((header) => checksumName(header) !== undefined);
  if (found.length > 1) {
    throw new AwsError(400, "InvalidRequest", "Expecting a single x-amz-checksum- header");
  }
  const [header = headers[TRAILER]] = found;
  const name = header === undefined ? undefined : checksumName(header);
  if (name !== undefined) {
    const value = headers[header!];
    return value === undefined ? { name } : { name, value };
  }
  if (headers[ALGORITHM] !== undefined) {
    throw new AwsError(
      400,
      "InvalidRequest",
      `${ALGORITHM} specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.`,
    );
  }
  return { name: "crc64nvme" };
}

function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = KEPT_HEADERS.filter((name) => name in headers).map((name) => [name, headers[name]!]);
  // `aws-chunked` says how the body came, not what it is.
  const encodings = (headers["content-encoding"] ?? "")
    .split(/ *, */)
    .filter((name) => name !== "" && name !== "aws-chunked");
  if (encodings.length > 0) kept.push(["content-encoding", encodings.join(",")]);
  return Object.fromEntries(kept);
}

function metadataOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = "x-amz-meta-";
  const own = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

function badDigest(message: string): AwsError {
  return new AwsError(400, "BadDigest", message);
}
