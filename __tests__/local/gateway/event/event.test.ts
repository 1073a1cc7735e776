import { describe, expect, test } from "@jest/globals";
import { proxyEvent } from "../../../../local/gateway/event/event.ts";
import type { Match } from "../../../../local/gateway/match.ts";
import { arrived } from "./arrived.ts";

const match: Match = {
  resource: { id: "r1", path: "/{proxy+}", methods: {} },
  integration: { functionArn: "arn", timeoutInMillis: 1 },
  pathParameters: { proxy: "posts" },
};
const place = {
  apiId: "0000020001",
  account: "1",
  stage: { name: "dev", deploymentId: "d", variables: {}, tags: {}, created: 0, updated: 0 },
  binary: false,
  requestId: "id",
  extendedRequestId: "x",
  traceId: "Root=1",
};

describe("the event of a request", () => {
  test("names the resource, the stage and the time", () => {
    expect(proxyEvent(arrived({ rawQuery: "a=1" }), match, place)).toMatchObject({
      resource: "/{proxy+}",
      path: "/posts",
      pathParameters: { proxy: "posts" },
      queryStringParameters: { a: "1" },
      stageVariables: null,
      requestContext: {
        path: "/dev/posts",
        stage: "dev",
        deploymentId: "d",
        protocol: "HTTP/1.1",
        requestTime: "23/Nov/2026:19:21:00 +0000",
        requestTimeEpoch: 1_795_461_660_000,
        domainName: "localhost:20001",
        identity: { sourceIp: "127.0.0.1", userAgent: null },
      },
    });
  });

  test("has the stage's variables and the client's agent", () => {
    const stage = { ...place.stage, variables: { alias: "live" } };
    const request = arrived({ rawHeaders: ["user-agent", "curl"] });
    expect(proxyEvent(request, match, { ...place, stage })).toMatchObject({
      stageVariables: { alias: "live" },
      requestContext: { identity: { userAgent: "curl" } },
    });
  });

  test.each([
    ["", true, null, false],
    ["ü", false, "ü", false],
    ["ü", true, "w7w=", true],
  ])("has the body %j, binary %s, as %j", (text, binary, body, isBase64Encoded) => {
    const event = proxyEvent(arrived({ body: Buffer.from(text) }), match, { ...place, binary });
    expect(event).toMatchObject({ body, isBase64Encoded });
  });
});
