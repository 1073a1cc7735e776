import { AwsError } from "../../../service.ts";
import { badRequest, type Integration } from "../model.ts";
import { functionArnIn, type TransferMode } from "./lambda-uri.ts";
import { onlyMembers } from "./members.ts";

const MEMBERS = [
  "type",
  "httpMethod",
  "uri",
  "timeoutInMillis",
  "passthroughBehavior",
  "responseTransferMode",
];
/**
 * Milliseconds, which are the default too. An account may ask for more than the first.
 * https://github.com/hashicorp/terraform-provider-aws/pull/45482
 */
const MAX_TIMEOUT: Readonly<Record<TransferMode, number>> = { BUFFERED: 29_000, STREAM: 900_000 };
const DEFAULT_TIMEOUT = 29_000;

/**
 * Parses a Lambda proxy integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function parseIntegration(
  value: Record<string, unknown>,
  where: string,
  region: string,
): Integration {
  onlyMembers(value, MEMBERS, where);
  if (typeof value.type !== "string" || value.type.toLowerCase() !== "aws_proxy") {
    throw new AwsError(
      501,
      "NotImplemented",
      `The embedded API Gateway implements \`aws_proxy\` integrations only (${where})`,
    );
  }
  const mode = value.responseTransferMode ?? "BUFFERED";
  if (mode !== "BUFFERED" && mode !== "STREAM") {
    throw badRequest(`Invalid responseTransferMode specified: ${String(mode)} (${where})`);
  }
  // Lambda's Invoke is always a POST, whatever method the client used.
  if (value.httpMethod !== "POST")
    throw badRequest(`Integration method for Lambda must be POST (${where})`);
  const timeoutInMillis = value.timeoutInMillis ?? DEFAULT_TIMEOUT;
  if (
    typeof timeoutInMillis !== "number" ||
    timeoutInMillis < 50 ||
    timeoutInMillis > MAX_TIMEOUT[mode]
  ) {
    throw badRequest(`Timeout should be between 50 ms and ${MAX_TIMEOUT[mode]} ms (${where})`);
  }
  return {
    functionArn: functionArn(value.uri, where, region, mode),
    timeoutInMillis,
    ...(mode === "STREAM" && { responseTransferMode: mode }),
  };
}

/** The URI must be that of the mode's own call: https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html */
function functionArn(uri: unknown, where: string, region: string, mode: TransferMode): string {
  const arn = functionArnIn(region, uri, mode) ?? "";
  if (
    !/^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:(?:[\w:$-]|\$\{stageVariables\.\w+\})+$/.test(
      arn,
    )
  ) {
    throw badRequest(`Invalid ARN specified in the request (${where}): \`${String(uri)}\``);
  }
  return arn;
}
