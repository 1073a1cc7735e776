import type { AwsResponse } from "../../service.ts";

/** S3 does not document its limit for bucket configurations. Ours are much smaller than this. */
export const XML_LIMIT = 1024 * 1024;

/** Returns an element's children. An empty element has none. */
export function xmlFields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function xmlResponse(body: string): AwsResponse {
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}
