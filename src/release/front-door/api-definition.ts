import { sha256Hex } from "../../digest.ts";

/** An API's definition and the digest by which a deployed one is recognised. */
export interface ApiDefinition {
  readonly text: string;
  readonly digest: string;
}

/**
 * The REST API of one stage: every method of every path goes to the function's alias, bodies as they are.
 * OpenAPI with Amazon's extensions:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 * @param aliasArn the function's ARN with `:live`
 */
export function apiDefinition(name: string, region: string, aliasArn: string): ApiDefinition {
  const anyMethod = {
    "x-amazon-apigateway-any-method": {
      "x-amazon-apigateway-integration": {
        type: "aws_proxy",
        httpMethod: "POST",
        // API Gateway's own limit; the proxy answers before it.
        timeoutInMillis: 29_000,
        passthroughBehavior: "when_no_match",
        uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${aliasArn}/invocations`,
      },
    },
  };
  const text = JSON.stringify({
    openapi: "3.0.1",
    info: { title: name, version: "1" },
    // Without it, API Gateway would read bodies as UTF-8.
    "x-amazon-apigateway-binary-media-types": ["*/*"],
    paths: {
      "/": anyMethod,
      "/{proxy+}": {
        "x-amazon-apigateway-any-method": {
          ...anyMethod["x-amazon-apigateway-any-method"],
          parameters: [{ name: "proxy", in: "path", required: true, schema: { type: "string" } }],
        },
      },
    },
  });
  return { text, digest: sha256Hex(text) };
}

/** The function's policy: every stage, method and path of that API, so that it never has to grow. */
export function apiSourceArn(region: string, account: string, apiId: string): string {
  return `arn:aws:execute-api:${region}:${account}:${apiId}/*/*/*`;
}
