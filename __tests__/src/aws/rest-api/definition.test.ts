import { describe, expect, test } from "@jest/globals";
import { restApiDefinition } from "../../../../src/aws/rest-api/definition.ts";

const PLACES = [
  ["aws", "eu-west-1"],
  ["aws-us-gov", "us-gov-west-1"],
  ["aws-cn", "cn-north-1"],
] as const;

describe.each(PLACES)("the definition of an API in %s", (partition, region) => {
  const aliasArn = `arn:${partition}:lambda:${region}:123456789012:function:shop-live:live`;
  const { paths } = JSON.parse(restApiDefinition({ name: "shop-live", aliasArn }, region));
  const methods = Object.values<Record<string, Record<string, unknown>>>(paths).flatMap((path) =>
    Object.values(path),
  );

  test("invokes the alias, by ARNs of that partition", () => {
    expect(methods).toHaveLength(2);
    for (const method of methods) {
      expect(method["x-amazon-apigateway-integration"]).toMatchObject({
        uri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${aliasArn}/invocations`,
      });
    }
  });

  test("streams by the call for that, and goes back only where it is told", () => {
    const of = (streams: boolean) => {
      const text = restApiDefinition({ name: "shop-live", aliasArn, streams }, region);
      return JSON.parse(text).paths["/"]["x-amazon-apigateway-any-method"][
        "x-amazon-apigateway-integration"
      ];
    };
    expect(of(true)).toMatchObject({
      uri: `arn:${partition}:apigateway:${region}:lambda:path/2021-11-15/functions/${aliasArn}/response-streaming-invocations`,
      responseTransferMode: "STREAM",
      timeoutInMillis: 900_000,
    });
    expect(of(false)).toMatchObject({ responseTransferMode: "BUFFERED", timeoutInMillis: 29_000 });
  });

  test("declares what OpenAPI 3.0 requires of each method", () => {
    for (const { responses } of methods) {
      expect(Object.entries(responses as object)).toEqual([
        [expect.stringMatching(/^\d{3}$/), { description: expect.stringMatching(/./) }],
      ]);
    }
  });
});
