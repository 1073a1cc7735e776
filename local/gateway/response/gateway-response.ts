import type { ApiResponse } from "./proxy-response.ts";

/** Why API Gateway answers without the function's response. */
export type GatewayReason =
  | "no-api"
  | "no-stage"
  | "no-resource"
  | "too-large"
  | "too-large-for-lambda"
  | "refused"
  | "failed"
  | "malformed"
  | "timeout";

/** The largest request body, in bytes. */
export const MAX_REQUEST = 10 * 1024 * 1024;

const INTERNAL = "Internal server error";
const SERVER = "InternalServerErrorException";

const RESPONSES: Readonly<
  Record<GatewayReason, readonly [status: number, message: string, type: string]>
> = {
  "no-api": [403, "Forbidden", "ForbiddenException"],
  "no-stage": [403, "Forbidden", "ForbiddenException"],
  "no-resource": [403, "Missing Authentication Token", "MissingAuthenticationTokenException"],
  "too-large": [
    413,
    `HTTP content length exceeded ${MAX_REQUEST} bytes.`,
    "RequestTooLargeException",
  ],
  "too-large-for-lambda": [413, "Request Too Long", "RequestTooLargeException"],
  refused: [500, INTERNAL, SERVER],
  failed: [502, INTERNAL, SERVER],
  malformed: [502, INTERNAL, SERVER],
  timeout: [504, "Endpoint request timed out", SERVER],
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export function gatewayResponse(reason: GatewayReason): ApiResponse {
  const [status, message, type] = RESPONSES[reason];
  return {
    status,
    headers: [
      ["Content-Type", "application/json"],
      ["x-amzn-ErrorType", type],
    ],
    body: Buffer.from(JSON.stringify({ message })),
  };
}
