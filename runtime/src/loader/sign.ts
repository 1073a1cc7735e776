import { createHash, createHmac } from "node:crypto";
import type { S3Location } from "../config.ts";

const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * Signature Version 4 for a GET without a body and without a query. The SDK would cost more to load than
 * the archives to fetch. https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * @param extra further headers to send and sign, lower-case names, such as `range`
 * @returns all headers to send, `host` included
 */
export function signGet(
  url: URL,
  s3: S3Location,
  now: Date,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const headers: Record<string, string> = {
    ...extra,
    host: url.host,
    "x-amz-content-sha256": EMPTY_SHA256,
    "x-amz-date": stamp,
    ...(s3.sessionToken ? { "x-amz-security-token": s3.sessionToken } : {}),
  };
  const names = Object.keys(headers).sort();
  const signedHeaders = names.join(";");
  const canonical = [
    "GET",
    url.pathname,
    "",
    ...names.map((name) => `${name}:${headers[name]!.trim()}`),
    "",
    signedHeaders,
    EMPTY_SHA256,
  ].join("\n");
  const scope = `${stamp.slice(0, 8)}/${s3.region}/s3/aws4_request`;
  const digest = createHash("sha256").update(canonical).digest("hex");
  const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${digest}`;
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${s3.secretAccessKey}`);
  const signature = hmac(key, toSign).toString("hex");
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${s3.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  };
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}
