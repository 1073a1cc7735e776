import type { HttpResponse } from "../http/message.ts";
import type { Problem } from "../http/problem-page.ts";
import { formatBytes } from "../logs/format.ts";
import type { ResultBody } from "./response-body.ts";

/** Bytes of JSON that Lambda accepts as a buffered result: 6 MB. */
export const PAYLOAD_LIMIT = 6 * 1024 * 1024;

/** Bytes of JSON that one byte of the body can become: more than base64 needs. */
const WORST = 1.4;

/**
 * Describes the problem of a result that Lambda would refuse with its own 413; undefined if the result fits.
 * @param limit bytes that the front door takes
 */
export function tooLarge(
  result: unknown,
  response: HttpResponse,
  limit: number = PAYLOAD_LIMIT,
): Problem | undefined {
  // Measuring means rendering a second time: done only if the result could be too large at all.
  if (response.body.length * WORST < limit / 2) return undefined;
  const bytes = jsonBytes(result as Partial<ResultBody>) + (response.dropped ?? 0);
  if (bytes <= limit) return undefined;
  const [who, way] =
    limit < PAYLOAD_LIMIT
      ? ["a load balancer", ""]
      : ["Lambda", "`response-mode: stream` lets a REST API send up to 200 MB. "];
  return {
    status: 502,
    title: "The response is too large",
    detail:
      `It is ${formatBytes(bytes)} as Lambda sends it; ${who} allows ${formatBytes(limit)}. ` +
      `${way}Serve such files from S3, for example by redirecting to a presigned URL, or answer in smaller parts.`,
  };
}

/** Returns the bytes of a result as JSON. Base64 stays as it is, so megabytes of it need not be rendered to be counted. */
function jsonBytes(result: Partial<ResultBody>): number {
  const { body = "", isBase64Encoded } = result;
  if (!isBase64Encoded) return Buffer.byteLength(JSON.stringify(result));
  return Buffer.byteLength(JSON.stringify({ ...result, body: "" })) + body.length;
}
