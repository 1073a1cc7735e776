import { pipeline } from "node:stream";
import type { AwsResponse } from "../../../service.ts";
import { objectArn } from "../access.ts";
import type { S3Context } from "../context.ts";
import type { StoredObject } from "../store.ts";
import { checkReadConditions } from "./conditions.ts";
import { encryptionHeaders, requireKey } from "./kms.ts";
import { parseRange } from "./range.ts";

/** Serves GetObject and HeadObject, which have the same headers with and without the bytes. */
export async function getObject(context: S3Context): Promise<AwsResponse> {
  const { store, request, access, bucket, key } = context;
  access.require("s3:GetObject", objectArn(bucket, key));
  const object = store.objects(bucket).get(key);
  if (object === undefined) throw access.missing(bucket, key);

  // HeadObject needs the key only for the checksum, which is encrypted too.
  const reads = request.method === "GET" || request.headers["x-amz-checksum-mode"] === "ENABLED";
  if (reads) requireKey(context, object.encryption, "kms:Decrypt");
  const unchanged = checkReadConditions(request.headers, object);
  if (unchanged) return { status: 304, headers: { etag: object.etag } };
  const range = parseRange(request.headers.range, object.size);
  const headers = {
    ...describe(object),
    ...encryptionHeaders(object.encryption),
    ...(request.headers["x-amz-checksum-mode"] === "ENABLED" && range === undefined
      ? checksumHeaders(object)
      : {}),
    "content-length": String(range === undefined ? object.size : range.end - range.start + 1),
    ...(range && { "content-range": `bytes ${range.start}-${range.end}/${object.size}` }),
  };
  const status = range === undefined ? 200 : 206;
  if (request.method === "HEAD") return { status, headers };
  const { passage } = context.way;
  const body = await store.readBody(bucket, object.file, range);
  if (passage === undefined) return { status, headers, body };
  // The reader of the passage sees errors, so there is nothing to do here.
  return { status, headers, body: pipeline(body, passage, () => undefined) };
}

/** Makes the headers of the checksum that was verified when the object was uploaded. */
export function checksumHeaders(object: StoredObject): Record<string, string> {
  if (object.checksum === undefined) return {};
  return {
    [`x-amz-checksum-${object.checksum.name}`]: object.checksum.value,
    "x-amz-checksum-type": "FULL_OBJECT",
  };
}

function describe(object: StoredObject): Record<string, string> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [
    `x-amz-meta-${name}`,
    value,
  ]);
  return {
    ...object.headers,
    ...Object.fromEntries(metadata),
    "content-type": object.contentType,
    etag: object.etag,
    "last-modified": new Date(object.modified).toUTCString(),
    "accept-ranges": "bytes",
  };
}
