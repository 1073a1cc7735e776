import type { AwsResponse } from "../../service.ts";

/** S3's own limit for the configurations of buckets is not documented; none of ours is near it. */
export const XML_LIMIT = 1024 * 1024;

/** An element's children; none where it is empty. */
export function xmlFields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function xmlResponse(body: string): AwsResponse {
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}
