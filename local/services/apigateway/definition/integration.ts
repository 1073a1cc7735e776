import { AwsError } from "../../../service.ts";
import { badRequest, type Integration } from "../model.ts";
import { functionArnIn } from "./lambda-uri.ts";
import { onlyMembers } from "./members.ts";

const MEMBERS = [
  "type",
  "httpMethod",
  "uri",
  "timeoutInMillis",
  "passthroughBehavior",
  "responseTransferMode",
];
const MAX_TIMEOUT = 29_000;

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
  if ((value.responseTransferMode ?? "BUFFERED") !== "BUFFERED") {
    throw new AwsError(
      501,
      "NotImplemented",
      `The embedded API Gateway does not stream responses (${where})`,
    );
  }
  // Lambda's Invoke is always a POST, whatever method the client used.
  if (value.httpMethod !== "POST")
    throw badRequest(`Integration method for Lambda must be POST (${where})`);
  const timeoutInMillis = value.timeoutInMillis ?? MAX_TIMEOUT;
  if (
    typeof timeoutInMillis !== "number" ||
    timeoutInMillis < 50 ||
    timeoutInMillis > MAX_TIMEOUT
  ) {
    throw badRequest(`Timeout should be between 50 ms and ${MAX_TIMEOUT} ms (${where})`);
  }
  return { functionArn: functionArn(value.uri, where, region), timeoutInMillis };
}

function functionArn(uri: unknown, where: string, region: string): string {
  const arn = functionArnIn(region, uri) ?? "";
  if (
    !/^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:(?:[\w:$-]|\$\{stageVariables\.\w+\})+$/.test(
      arn,
    )
  ) {
    throw badRequest(`Invalid ARN specified in the request (${where}): \`${String(uri)}\``);
  }
  return arn;
}
