import { urlSuffix } from "../../../../contract/url-suffix.ts";
import type { S3Location } from "../../config.ts";

/** Returns the URL of an object: virtual-hosted on AWS, in path style at another endpoint or for a dotted bucket. */
export function objectUrl(s3: S3Location, key: string): URL {
  const path = key.split("/").map(encodeSegment).join("/");
  if (s3.endpoint) {
    const base = s3.endpoint.replace(/\/+$/, "");
    return new URL(`${base}/${encodeSegment(s3.bucket)}/${path}`);
  }
  const host = `s3.${s3.region}.${urlSuffix(s3.region)}`;
  // AWS's certificate covers only one label: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
  if (s3.bucket.includes(".")) return new URL(`https://${host}/${s3.bucket}/${path}`);
  return new URL(`https://${s3.bucket}.${host}/${path}`);
}

/** Escapes all but the unreserved characters (RFC 3986). */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
