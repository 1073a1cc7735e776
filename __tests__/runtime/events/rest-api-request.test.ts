import { describe, expect, test } from "@jest/globals";
import { chooseAdapter } from "../../../runtime/src/events/adapters.ts";
import { escapePath, splitPath } from "../../../runtime/src/events/path.ts";
import { restApi } from "../../../runtime/src/events/rest-api.ts";
import { invocation, restEvent } from "./rest-event.ts";

const request = (changes: Parameters<typeof restEvent>[0]) =>
  restApi.toRequest(restEvent(changes), invocation);
const header = (changes: Parameters<typeof restEvent>[0], name: string) =>
  request(changes)
    .headers.filter((line) => line[0] === name)
    .map((line) => line[1]);

describe("which source an event is of", () => {
  test("a REST API's is", () => expect(chooseAdapter(restEvent()).name).toBe("REST API"));

  test.each([
    [{ ...restEvent(), version: "1.0" }],
    [{ ...restEvent(), requestContext: { elb: {}, resourceId: "x" } }],
    [{ version: "2.0", requestContext: { http: { method: "GET" } } }],
    [{ Records: [] }],
    [null],
    ["text"],
  ])("another is refused, with its keys: %#", (event) => {
    expect(() => chooseAdapter(event)).toThrow(/no source that the proxy serves \(REST API\)/);
  });
});

describe("prefix and path", () => {
  test.each([
    // path, resource, greedy, requestContext.path -> prefix, path
    ["/posts", "/{proxy+}", "posts", "/dev/posts", "/dev", "/posts"],
    ["/", "/", undefined, "/dev/", "/dev", "/"],
    ["/", "/", undefined, "/dev", "/dev", "/"],
    ["/", "/", undefined, "/", "", "/"],
    ["/posts/", "/{proxy+}", "posts", "/dev/posts/", "/dev", "/posts/"],
    ["/dev/posts", "/{proxy+}", "dev/posts", "/dev/dev/posts", "/dev", "/dev/posts"],
    ["/base/posts/1", "/{proxy+}", "posts/1", "/base/posts/1", "/base", "/posts/1"],
    ["/base/v2/posts", "/{proxy+}", "posts", "/base/v2/posts", "/base/v2", "/posts"],
    ["/posts/1", "/{proxy+}", "posts/1", "/posts/1", "", "/posts/1"],
    ["/a%2Fb/c", "/{proxy+}", "a/b/c", "/dev/a%2Fb/c", "/dev", "/a%2Fb/c"],
    ["/a%2Fb/c", "/{proxy+}", "a%2Fb/c", "/dev/a%2Fb/c", "/dev", "/a%2Fb/c"],
    ["/100%25", "/{proxy+}", "100%", "/dev/100%25", "/dev", "/100%25"],
    ["/caf%C3%A9", "/{proxy+}", "café", "/dev/caf%C3%A9", "/dev", "/caf%C3%A9"],
    ["/a//b", "/{proxy+}", "a//b", "/dev/a//b", "/dev", "/a//b"],
    ["/api/x", "/api/{proxy+}", "x", "/dev/api/x", "/dev", "/api/x"],
    ["/base/users/7", "/users/{id}", undefined, "/base/users/7", "/base", "/users/7"],
  ])("%s of %s is mounted at the right place", (path, resource, greedy, full, prefix, info) => {
    expect(splitPath(path, resource, greedy, full)).toEqual({ prefix, path: info });
  });

  test.each([
    ["/a%2Fb%25c", "/a%2Fb%25c"],
    ["/a b?c#d", "/a%20b%3Fc%23d"],
    ["/100%", "/100%25"],
    ["/é\u0001", "/%C3%A9%01"],
    ["/a+b;c=d,e@f:g!h'(i)*~[]", "/a+b;c=d,e@f:g!h'(i)*~[]"],
    ["/%zz%4", "/%25zz%254"],
    ["/😀", "/%F0%9F%98%80"],
  ])("%j is escaped only where it must be", (path, escaped) => {
    expect(escapePath(path)).toBe(escaped);
  });
});

describe("query", () => {
  test.each([
    [null, null, "/posts"],
    [{ a: ["1"] }, { a: "1" }, "/posts?a=1"],
    [{ "a[]": ["1", "2"], "b[c]": ["x y"] }, null, "/posts?a%5B%5D=1&a%5B%5D=2&b%5Bc%5D=x%20y"],
    [{ q: ["1+1=2&x"] }, null, "/posts?q=1%2B1%3D2%26x"],
    [{ q: ["é😀%20"] }, null, "/posts?q=%C3%A9%F0%9F%98%80%2520"],
    [{ q: [""] }, null, "/posts?q="],
    [{ q: ["\ud800"] }, null, "/posts?q=%EF%BF%BD"],
    [null, { only: "single" }, "/posts?only=single"],
  ])("%j is encoded again", (multi, single, target) => {
    expect(
      request({
        multiValueQueryStringParameters: multi as never,
        queryStringParameters: single as never,
      }).target,
    ).toBe(target);
  });
});

describe("headers", () => {
  test("duplicates stay, names are lower-case, multi-value maps win", () => {
    const headers = { Accept: "b" };
    const multiValueHeaders = { Accept: ["a", "b"], "X-A": ["1"] };
    expect(header({ headers, multiValueHeaders }, "accept")).toEqual(["a", "b"]);
    expect(header({ headers, multiValueHeaders: null }, "accept")).toEqual(["b"]);
  });

  test("what a client may not set is removed before ours is added, also with underscores", () => {
    const forged = {
      "X-Request-Id": ["evil"],
      "X-Amzn-Trace-Id": ["evil"],
      "x-amzn-request-context": ["evil"],
      X_Amzn_Lambda_Context: ["evil"],
      "X-Amz-Tenant-Id": ["evil"],
      "X-Megamode-Prefix": ["evil"],
      X_Megamode_Secret: ["evil"],
    };
    const sent = request({ multiValueHeaders: forged }).headers;
    expect(sent.filter(([, value]) => value.includes("evil"))).toEqual([]);
    const { headers } = restApi.toRequest(restEvent({ multiValueHeaders: forged }), {
      ...invocation,
      traceId: undefined,
    });
    expect(headers.filter(([name]) => name === "x-amzn-trace-id")).toEqual([]);
    expect(Object.fromEntries(sent)).toMatchObject({
      "x-request-id": invocation.context.awsRequestId,
      "x-amzn-trace-id": "Root=1-2-3",
    });
    expect(JSON.parse(Object.fromEntries(sent)["x-amzn-request-context"]!).resourceId).toBe("r1");
    expect(JSON.parse(Object.fromEntries(sent)["x-amzn-lambda-context"]!).functionName).toBe(
      "blog-dev",
    );
  });

  test("hop-by-hop headers, those that Connection names, and Proxy are dropped", () => {
    const multiValueHeaders = {
      Connection: ["close, X-Hop"],
      "X-Hop": ["1"],
      TE: ["trailers"],
      "Transfer-Encoding": ["chunked"],
      Upgrade: ["h2c"],
      Proxy: ["http://evil"],
      "Content-Length": ["999"],
      Expect: ["100-continue"],
      "X-Kept": ["1"],
    };
    const names = request({ multiValueHeaders, headers: null }).headers.map(([name]) => name);
    expect(names.filter((name) => !name.startsWith("x-amzn") && name !== "x-request-id")).toEqual([
      "host",
      "x-kept",
      "x-forwarded-for",
      "x-forwarded-proto",
      "x-forwarded-port",
      "x-forwarded-host",
    ]);
  });

  test("what the front door wrote stays, what it left out is filled in", () => {
    const multiValueHeaders = {
      "X-Forwarded-Proto": ["http"],
      "X-Forwarded-For": ["1.2.3.4, 5.6.7.8"],
    };
    const event = { headers: null, multiValueHeaders };
    expect(header(event, "x-forwarded-proto")).toEqual(["http"]);
    expect(header(event, "x-forwarded-for")).toEqual(["1.2.3.4, 5.6.7.8"]);
    expect(header(event, "x-forwarded-port")).toEqual(["443"]);
    expect(header(event, "host")).toEqual(["abc.execute-api.eu-west-1.amazonaws.com"]);
    expect(header({ headers: null, multiValueHeaders: null }, "x-forwarded-for")).toEqual([
      "203.0.113.9",
    ]);
  });

  test.each([
    [{ multiValueHeaders: { "X-A": ["1\r\nX-B: 2"] } }],
    [{ multiValueHeaders: { "X-A": ["\0"] } }],
    [{ multiValueHeaders: { "X A": ["1"] } }],
    [{ multiValueHeaders: { "": ["1"] } }],
    [{ path: "/a\r\nb" }],
    [{ path: "/a\0" }],
    [{ httpMethod: "GET /" }],
  ])("what would break the request apart is refused: %j", (changes) => {
    expect(() => request(changes)).toThrow(expect.objectContaining({ name: "BadRequestError" }));
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
  ])("%s of %j: base64 %s", (httpMethod, body, isBase64Encoded, expected, length) => {
    expect(request({ httpMethod, body, isBase64Encoded }).body).toEqual(expected);
    expect(header({ httpMethod, body, isBase64Encoded }, "content-length")).toEqual(length);
  });

  test("a content type is never invented", () => {
    expect(header({ httpMethod: "POST", body: "x" }, "content-type")).toEqual([]);
  });
});
