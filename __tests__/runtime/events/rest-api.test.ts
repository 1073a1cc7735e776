import { describe, expect, test } from "@jest/globals";
import {
  type RestApiEvent,
  type RestApiResult,
  restApi,
} from "../../../runtime/src/events/rest-api.ts";
import { invocation, restEvent } from "./rest-event.ts";

const request = (changes: Partial<RestApiEvent>) =>
  restApi.toRequest(restEvent(changes), invocation);
const header = (changes: Partial<RestApiEvent>, name: string) =>
  request(changes)
    .headers.filter((line) => line[0] === name)
    .map((line) => line[1]);

describe("an event of a REST API", () => {
  const { resource: _, ...withoutResource } = restEvent();
  test.each([
    ["as execute-api sends it", restEvent(), true],
    ["without a resource, but with its id", withoutResource, true],
    ["without a resource's id", { ...restEvent(), requestContext: {} }, true],
    ["without either", { ...withoutResource, requestContext: {} }, false],
    ["with a version", { ...restEvent(), version: "1.0" }, false],
    ["without a method", { ...restEvent(), httpMethod: undefined }, false],
    ["without a context", { ...restEvent(), requestContext: undefined }, true],
    ["with a null context", { ...restEvent(), requestContext: null }, true],
    ["null", null, false],
    ["undefined", undefined, false],
    ["text", "text", false],
  ])("%s: %j is one: %s", (_title, event, expected) => {
    expect(restApi.matches(event)).toBe(expected);
  });
});

describe("prefix and target", () => {
  test("are the stage, and the path with its query", () => {
    const event = { path: "/a b", multiValueQueryStringParameters: { q: ["1"] } };
    expect(request(event)).toMatchObject({ prefix: "/dev", target: "/a%20b?q=1" });
  });

  test("of a base path are split by what the resource matched", () => {
    const event = {
      path: "/base/v2/posts/1",
      pathParameters: { proxy: "posts/1" },
      requestContext: { path: "/base/v2/posts/1" },
    };
    expect(request(event)).toMatchObject({ prefix: "/base/v2", target: "/posts/1" });
  });

  test("of a test in API Gateway's console have no prefix: its full path is the resource's template", () => {
    const event = {
      path: "/posts/1",
      pathParameters: { proxy: "posts/1" },
      requestContext: { path: "/{proxy+}", identity: { sourceIp: "test-invoke-source-ip" } },
    };
    expect(request(event)).toMatchObject({ prefix: "", target: "/posts/1" });
    expect(header(event, "x-forwarded-for")).toEqual([]);
  });

  test("behind a CDN are the public URL's path, and what the resource matched", () => {
    const publicUrl = { host: "www.example.com", port: "443", prefix: "/shop" };
    expect(restApi.toRequest(restEvent(), { ...invocation, publicUrl })).toMatchObject({
      prefix: "/shop",
      target: "/posts",
    });
  });

  test("without the full path or a resource: all of the path is the target", () => {
    const { resource: _, ...event } = restEvent({ path: "/a/b", requestContext: {} });
    const bare = { ...event, requestContext: { resourceId: "r1" } };
    expect(restApi.toRequest(bare, invocation)).toMatchObject({ prefix: "", target: "/a/b" });
  });

  test.each([
    [{ path: "/a\r\nb" }],
    [{ path: "/a\0" }],
    [{ httpMethod: "GET /" }],
    [{ httpMethod: "" }],
    [{ multiValueHeaders: { "X A": ["1"] } }],
  ])("%j is refused, since it would break the request apart", (changes) => {
    expect(() => request(changes)).toThrow(expect.objectContaining({ name: "BadRequestError" }));
  });
});

describe("headers", () => {
  test("with several values win over those with one, whatever their case", () => {
    const multiValueHeaders = { Accept: ["a", "b"], "X-A": ["1"] };
    expect(header({ headers: { Accept: "c" }, multiValueHeaders }, "accept")).toEqual(["a", "b"]);
    expect(header({ headers: { accept: "c" }, multiValueHeaders }, "accept")).toEqual(["a", "b"]);
  });

  test("with one value are taken where there is no other", () => {
    const headers = { Accept: "b" };
    expect(header({ headers, multiValueHeaders: null }, "accept")).toEqual(["b"]);
    expect(header({ headers, multiValueHeaders: { "X-A": null as never } }, "accept")).toEqual([
      "b",
    ]);
  });

  test("may be missing: host and client are those that the front door knows", () => {
    const none = { headers: null, multiValueHeaders: null };
    expect(header(none, "host")).toEqual(["abc.execute-api.eu-west-1.amazonaws.com"]);
    expect(header(none, "x-forwarded-for")).toEqual(["203.0.113.9"]);
  });

  test("a content type is never invented", () => {
    expect(header({ httpMethod: "POST", body: "x" }, "content-type")).toEqual([]);
  });
});

describe("body", () => {
  test.each([
    ["POST", "é", false, Buffer.from("é"), ["2"]],
    ["POST", "/wA=", true, Buffer.from([255, 0]), ["2"]],
    ["GET", "x", false, Buffer.from("x"), ["1"]],
    ["POST", "", false, undefined, ["0"]],
    ["DELETE", "", false, undefined, ["0"]],
    ["POST", null, false, undefined, []],
    ["GET", "", false, undefined, []],
    ["GET", null, false, undefined, []],
  ])("%s of %j, base64 %s", (httpMethod, body, isBase64Encoded, expected, length) => {
    expect(request({ httpMethod, body, isBase64Encoded }).body).toEqual(expected);
    expect(header({ httpMethod, body, isBase64Encoded }, "content-length")).toEqual(length);
  });

  test("a length of 0 that the client declared is passed on", () => {
    const event = {
      httpMethod: "POST",
      body: null,
      multiValueHeaders: { Host: ["h"], "Content-Length": ["0"] },
    };
    expect(header(event, "content-length")).toEqual(["0"]);
  });
});

describe("a result", () => {
  function result(
    headers: readonly (readonly [string, string])[],
    body = "",
    { status = 200, httpMethod = "GET" } = {},
  ): RestApiResult {
    const response = { status, headers, body: Buffer.from(body) };
    return restApi.toResult(restEvent({ httpMethod }), response) as RestApiResult;
  }

  test("holds several cookies in order, in one map only", () => {
    const sent = result([
      ["Set-Cookie", "a=1"],
      ["set-cookie", "b=2"],
      ["X-A", "1"],
    ]);
    expect(sent).toEqual({
      statusCode: 200,
      multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"], "X-A": ["1"] },
      body: "",
      isBase64Encoded: false,
    });
  });

  test("has no headers of the connection", () => {
    const sent = result([
      ["Connection", "X-B"],
      ["X-B", "1"],
      ["X-A", "1"],
    ]);
    expect(sent.multiValueHeaders).toEqual({ "X-A": ["1"] });
  });

  test.each([
    [204, "GET"],
    [304, "GET"],
    [200, "HEAD"],
  ])("%i to %s has headers and no body", (status, httpMethod) => {
    const sent = result([["Content-Type", "image/png"]], "body", { status, httpMethod });
    expect(sent).toEqual({
      statusCode: status,
      multiValueHeaders: { "Content-Type": ["image/png"] },
      body: "",
      isBase64Encoded: false,
    });
  });
});
