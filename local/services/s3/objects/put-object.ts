import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AwsError, type AwsResponse } from "../../../service.ts";
import { startChecksum } from "../../../signature/payload/checksum.ts";
import { objectArn } from "../access.ts";
import type { S3Context } from "../context.ts";
import type { StoredObject } from "../store.ts";
import { checkWriteConditions } from "./conditions.ts";
import { declaredChecksum } from "./declared-checksum.ts";
import { checksumHeaders } from "./get-object.ts";
import { encryptionHeaders, requireKey } from "./kms.ts";

const STORED_HEADERS = ["cache-control", "content-disposition", "content-language", "expires"];

/** Writes an object to disk as it arrives. It becomes visible once all of it has been verified. */
export async function putObject(context: S3Context): Promise<AwsResponse> {
  const { store, request, access, way, bucket, key } = context;
  access.require("s3:PutObject", objectArn(bucket, key));
  const { encryption } = store.buckets.get(bucket)!;
  requireKey(context, encryption, "kms:GenerateDataKey");
  checkWriteConditions(context, "before");
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
    const arriving = way.passage ? [request.body, way.passage] : [request.body];
    await pipeline([...arriving, measure, stream]);
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
    // Again, because another upload may have finished while this one was arriving.
    checkWriteConditions(context, "during");
    const object: StoredObject = {
      file,
      size,
      etag: `"${digest.toString("hex")}"`,
      modified: new Date().toISOString(),
      contentType: request.headers["content-type"] ?? "binary/octet-stream",
      headers: storedHeaders(request.headers),
      metadata: metadataOf(request.headers),
      checksum: { name: declared.name, value },
      ...(encryption && { encryption }),
    };
    const replaced = store.objects(bucket).get(key);
    store.objects(bucket).set(key, object);
    if (replaced !== undefined) store.dropBody(bucket, replaced.file);
    const headers = { ...checksumHeaders(object), ...encryptionHeaders(encryption) };
    return { status: 200, headers: { etag: object.etag, ...headers } };
  } catch (error) {
    store.dropBody(bucket, file);
    throw error;
  }
}

function storedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const stored = STORED_HEADERS.filter((name) => name in headers).map((name) => [
    name,
    headers[name]!,
  ]);
  // `aws-chunked` describes how the body was sent, not the object.
  const encodings = (headers["content-encoding"] ?? "")
    .split(/ *, */)
    .filter((name) => name !== "" && name !== "aws-chunked");
  if (encodings.length > 0) stored.push(["content-encoding", encodings.join(",")]);
  return Object.fromEntries(stored);
}

function metadataOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = "x-amz-meta-";
  const own = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

function badDigest(message: string): AwsError {
  return new AwsError(400, "BadDigest", message);
}
