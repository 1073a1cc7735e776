import type { FrontDoorSpec } from "../../ports/front-door.ts";

/**
 * Describes the REST API of one stage: it passes every method of every path to the function's alias, with bodies
 * unchanged.
 * @returns OpenAPI with Amazon's extensions:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function restApiDefinition(
  { name, aliasArn }: Pick<FrontDoorSpec, "name" | "aliasArn">,
  region: string,
): string {
  const anyMethod = {
    // OpenAPI 3.0 wants at least one response. A proxy integration passes every status on.
    responses: { 200: { description: "What the app answers" } },
    "x-amazon-apigateway-integration": {
      type: "aws_proxy",
      httpMethod: "POST",
      // API Gateway's own limit; the proxy answers sooner.
      timeoutInMillis: 29_000,
      passthroughBehavior: "when_no_match",
      uri: integrationUri(aliasArn, region),
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

/** Returns the URI by which API Gateway invokes an alias. Both are in one partition. */
export function integrationUri(aliasArn: string, region: string): string {
  const [, partition] = aliasArn.split(":");
  return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${aliasArn}/invocations`;
}
