import type { FrontDoorSpec } from "../../ports/front-door.ts";

/**
 * Describes the REST API of one stage: it passes every method of every path to the function's alias, with bodies
 * unchanged.
 * @returns OpenAPI with Amazon's extensions:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function restApiDefinition(
  { name, aliasArn, streams = false }: Pick<FrontDoorSpec, "name" | "aliasArn" | "streams">,
  region: string,
): string {
  const anyMethod = {
    // OpenAPI 3.0 wants at least one response. A proxy integration passes every status on.
    responses: { 200: { description: "What the app answers" } },
    "x-amazon-apigateway-integration": {
      type: "aws_proxy",
      httpMethod: "POST",
      // API Gateway's own limits; the proxy answers sooner.
      // https://github.com/hashicorp/terraform-provider-aws/pull/45482
      timeoutInMillis: streams ? 900_000 : 29_000,
      passthroughBehavior: "when_no_match",
      // Said in both modes: an API that has streamed goes back only if it is told to.
      responseTransferMode: streams ? "STREAM" : "BUFFERED",
      uri: integrationUri(aliasArn, region, streams),
    },
  };
  const proxy = { name: "proxy", in: "path", required: true, schema: { type: "string" } };
  return JSON.stringify({
    openapi: "3.0.1",
    info: { title: name, version: "1" },
    // Without this, API Gateway reads bodies as UTF-8.
    "x-amazon-apigateway-binary-media-types": ["*/*"],
    paths: {
      "/": { "x-amazon-apigateway-any-method": anyMethod },
      "/{proxy+}": {
        "x-amazon-apigateway-any-method": { ...anyMethod, parameters: [proxy] },
      },
    },
  });
}

/**
 * Returns the URI by which API Gateway invokes an alias. Both are in one partition. What streams is another call of
 * Lambda's; the permission is the same, `lambda:InvokeFunction`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 * https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
 */
export function integrationUri(aliasArn: string, region: string, streams = false): string {
  const [, partition] = aliasArn.split(":");
  const [version, call] = streams
    ? ["2021-11-15", "response-streaming-invocations"]
    : ["2015-03-31", "invocations"];
  return `arn:${partition}:apigateway:${region}:lambda:path/${version}/functions/${aliasArn}/${call}`;
}
