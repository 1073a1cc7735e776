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

/** The largest request body, in bytes. What Lambda takes is less: the whole event of 6 MB. */
export const MAX_REQUEST = 10 * 1024 * 1024;

/** An answer of API Gateway's own: its body, and the error's type where the body is JSON. */
type Answer = readonly [status: number, body: string, type: string | undefined];

const json = (message: string) => JSON.stringify({ message });
const INTERNAL = json("Internal server error");
const SERVER = "InternalServerErrorException";

const RESPONSES: Readonly<Record<GatewayReason, Answer>> = {
  "no-api": [403, json("Forbidden"), "ForbiddenException"],
  "no-stage": [403, json("Forbidden"), "ForbiddenException"],
  "no-resource": [403, json("Missing Authentication Token"), "MissingAuthenticationTokenException"],
  // Both as somebody has seen them: https://github.com/koki-develop/lgtm-generator/issues/10
  "too-large": [413, `HTTP content length exceeded ${MAX_REQUEST} bytes.`, undefined],
  "too-large-for-lambda": [413, '{"message": "Request Too Long"}', "BadRequestException"],
  refused: [500, INTERNAL, SERVER],
  failed: [502, INTERNAL, SERVER],
  malformed: [502, INTERNAL, SERVER],
  timeout: [504, json("Endpoint request timed out"), SERVER],
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export function gatewayResponse(reason: GatewayReason): ApiResponse {
  const [status, body, type] = RESPONSES[reason];
  return {
    status,
    headers:
      type === undefined
        ? [["Content-Type", "text; charset=utf-8"]]
        : [
            ["Content-Type", "application/json"],
            ["x-amzn-ErrorType", type],
          ],
    body: Buffer.from(body),
  };
}
