import type { HttpResponse } from "../http/message.ts";
import type { Problem } from "../http/problem-page.ts";
import { formatBytes } from "../logs/format.ts";

/** Bytes of a buffered result that Lambda takes: 6 MB, as JSON. */
export const PAYLOAD_LIMIT = 6 * 1024 * 1024;

/** Bytes of JSON that a byte of the body becomes at most (`\u0000`). */
const WORST = 6;

/** A page in place of a result that Lambda would refuse with a 413 of its own; undefined where it fits. */
export function tooLarge(result: unknown, response: HttpResponse): Problem | undefined {
  // Measuring costs a second rendering: only where the result could be too large at all.
  if (response.body.length * WORST < PAYLOAD_LIMIT / 2) return undefined;
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes <= PAYLOAD_LIMIT) return undefined;
  return {
    status: 502,
    title: "The response is too large",
    detail:
      `It has ${formatBytes(bytes)} as Lambda sends it; a buffered response may have ` +
      `${formatBytes(PAYLOAD_LIMIT)}. Serve such files from S3, or use the streaming mode (response-mode: stream).`,
  };
}
