import { describe, expect, test } from "@jest/globals";
import type { Invocation } from "../../../runtime/src/events/adapter.ts";
import { recognise } from "../../../runtime/src/events/recognise.ts";
import { BadRequestError, type HttpRequest } from "../../../runtime/src/http/message.ts";
import {
  functionUrlEvent,
  httpApi1Event,
  httpApi2Event,
  loadBalancerEvent,
  multiValueEvent,
} from "./events.ts";
import { invocation, restEvent } from "./rest-event.ts";

function adapterOf(event: unknown) {
  const recognised = recognise(event, undefined);
  if (recognised.kind !== "http") throw new Error(`not HTTP: ${recognised.kind}`);
  return recognised.adapter;
}
const request = (event: unknown, of: Invocation = invocation): HttpRequest =>
  adapterOf(event).toRequest(event, of);
const lines = (event: unknown, wanted: string, of?: Invocation) =>
  request(event, of)
    .headers.filter(([name]) => name === wanted)
    .map(([, value]) => value);

/** An event of every source, with changes to what all of them have, under the names that each has for it. */
const SOURCES = [
  {
    name: "REST API",
    event: restEvent,
    headers: (map: object) => restEvent({ headers: map as never, multiValueHeaders: null }),
  },
  {
    name: "HTTP API (payload 1.0)",
    event: (changes = {}) => httpApi1Event({}, changes),
    headers: (map: object) =>
      httpApi1Event({}, { headers: map as never, multiValueHeaders: null as never }),
  },
  {
    name: "HTTP API (payload 2.0)",
    event: (changes = {}) => httpApi2Event({}, changes),
    headers: (map: object) => httpApi2Event({}, { headers: map as never }),
  },
  {
    name: "Function URL",
    event: functionUrlEvent,
    headers: (map: object) => functionUrlEvent({ headers: map as never }),
  },
  {
    name: "load balancer",
    event: loadBalancerEvent,
    headers: (map: object) => loadBalancerEvent({ headers: map as never }),
  },
  {
    name: "load balancer with multi-value headers",
    event: multiValueEvent,
    headers: (map: object) => multiValueEvent({ multiValueHeaders: map as never }),
  },
] as const;

describe.each(SOURCES)("a request through a $name", ({ event, headers }) => {
  test("is the app's page, with the front door's headers", () => {
    expect(request(event())).toMatchObject({ method: "GET", target: "/posts" });
    expect(lines(event(), "x-request-id")).toEqual([invocation.context.awsRequestId]);
    expect(lines(event(), "x-forwarded-for")).toEqual(["203.0.113.9"]);
    expect(JSON.parse(lines(event(), "x-amzn-request-context")[0]!)).toEqual(
      event().requestContext,
    );
  });

  test("without any header has a host, and invents no type", () => {
    for (const none of [headers({}), headers({ host: null })]) {
      const own = Object(none.requestContext).domainName ?? "localhost";
      expect(lines(none, "host")).toEqual([own]);
      expect(lines(none, "content-type")).toEqual([]);
    }
  });

  test("has no header whose value is null, and none with an underscore", () => {
    const given = headers({ "x-none": null, X_Forwarded_For: "1.2.3.4", content_type: "a/b" });
    const names = request(given).headers.map(([name]) => name);
    expect(names).not.toContain("x-none");
    expect(names.filter((name) => name.includes("_"))).toEqual([]);
    expect(request(given).leftOut).toEqual(["X_Forwarded_For", "content_type"]);
  });

  test("has a tenant only from the context, whatever the client says", () => {
    const given = headers({ "X-Amz-Tenant-Id": "evil", x_amz_tenant_id: "evil" });
    expect(lines(given, "x-amz-tenant-id")).toEqual([]);
    const context = { ...invocation.context, tenantId: "t1" };
    expect(lines(given, "x-amz-tenant-id", { ...invocation, context })).toEqual(["t1"]);
  });

  test.each(["\r", "\n", "\0", "\x01", "\x1f", "\x7f"])("with %j in a header is refused", (c) => {
    expect(() => request(headers({ "x-a": `1${c}2` }))).toThrow(BadRequestError);
  });

  test.each(["x a", "x:a", "x\na", "", "é"])("with the header name %j is refused", (name) => {
    expect(() => request(headers({ [name]: "1" }))).toThrow(BadRequestError);
  });

  test("with a header of 10 MB is forwarded: how long is too long is the server's business", () => {
    const given = headers({ "x-a": "a".repeat(1e7) });
    expect(lines(given, "x-a")[0]).toHaveLength(1e7);
  });

  test("has numbers and truth values of a hand-made event as text", () => {
    expect(lines(headers({ "x-n": 5, "x-t": true }), "x-n")).toEqual(["5"]);
  });

  test.each([
    ["headers", "text"],
    ["headers", [["a", "b"]]],
    ["headers", { a: {} }],
    ["headers", { a: [{}] }],
    ["body", 5],
    ["body", {}],
    ["isBase64Encoded", "false"],
    ["isBase64Encoded", 1],
  ])("whose %s is %j is refused", (field, value) => {
    const wrong = field === "headers" ? headers(value as never) : event({ [field]: value });
    const broken = field === "isBase64Encoded" ? { ...wrong, body: "YQ==" } : wrong;
    expect(() => request(broken)).toThrow(BadRequestError);
  });

  test("whose path has a line break, is a number or missing is refused", () => {
    for (const path of ["/a\r\nb", "/\0", 5, null, undefined, {}]) {
      expect(() => request({ ...event(), path, rawPath: path })).toThrow(BadRequestError);
    }
  });

  test("whose context is nested without end is refused", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`);
    const { requestContext } = event();
    const given = { ...event(), requestContext: { ...requestContext, authorizer: deep } };
    expect(() => request(given)).toThrow(BadRequestError);
  });

  test.each([undefined, null])("has a body without the flag (%s) as text", (isBase64Encoded) => {
    const given = { ...event(), body: "YQ==", isBase64Encoded };
    expect(request(given).body?.toString()).toBe("YQ==");
  });

  test("has the body's bytes and length, whatever the client declared", () => {
    const body = { body: "w6n/", isBase64Encoded: true };
    const base = headers({ "Content-Length": "999", "Transfer-Encoding": "chunked" });
    const given = { ...base, ...body };
    expect(request(given).body).toEqual(Buffer.from("w6n/", "base64"));
    expect(lines(given, "content-length")).toEqual(["3"]);
    expect(lines(given, "transfer-encoding")).toEqual([]);
  });
});

describe("the prefix and the path", () => {
  const custom = "www.example.com";
  const proxy = { resource: "/{proxy+}", pathParameters: { proxy: "posts" } };
  test.each([
    ["1.0 on its own domain", httpApi1Event(), "/dev", "/posts"],
    ["1.0, $default", httpApi1Event({ stage: "$default", path: "/posts" }), "", "/posts"],
    [
      "1.0 on its own domain, by a route with a path",
      httpApi1Event({}, { ...proxy, path: "/dev/posts" }),
      "/dev",
      "/posts",
    ],
    [
      "1.0 on a custom domain: the stage is in requestContext.path only",
      httpApi1Event({ domainName: custom, path: "/posts" }),
      "",
      "/posts",
    ],
    [
      "1.0 on a custom domain, with the stage's name as a part of the path",
      httpApi1Event({ domainName: custom, path: "/dev/posts" }),
      "",
      "/dev/posts",
    ],
    [
      "1.0 on a custom domain with a mapping, by a route with a path",
      httpApi1Event({ domainName: custom, path: "/shop/posts" }, proxy),
      "/shop",
      "/posts",
    ],
    ["2.0 on its own domain", httpApi2Event(), "/dev", "/posts"],
    ["2.0 at the stage itself", httpApi2Event({ rawPath: "/dev" }), "/dev", "/"],
    ["2.0 with a slash behind the stage", httpApi2Event({ rawPath: "/dev/" }), "/dev", "/"],
    ["2.0, $default", httpApi2Event({ stage: "$default", rawPath: "/posts/" }), "", "/posts/"],
    ["2.0, another segment", httpApi2Event({ rawPath: "/developers" }), "", "/developers"],
    ["2.0, the stage twice", httpApi2Event({ rawPath: "/dev/dev/x" }), "/dev", "/dev/x"],
    [
      "2.0 with a named stage on a custom domain",
      httpApi2Event({ domainName: custom }),
      "",
      "/posts",
    ],
    [
      "2.0 with empty segments",
      httpApi2Event({ rawPath: "//dev//evil.example" }),
      "/dev",
      "/evil.example",
    ],
    ["a Function URL", functionUrlEvent({ rawPath: "/a%2Fb/" }), "", "/a%2Fb/"],
    [
      "a Function URL with empty segments",
      functionUrlEvent({ rawPath: "//evil//x" }),
      "",
      "/evil//x",
    ],
    ["a load balancer", loadBalancerEvent({ path: "/a%2Fb%20c" }), "", "/a%2Fb%20c"],
    ["a load balancer with empty segments", loadBalancerEvent({ path: "//evil" }), "", "/evil"],
  ])("of %s", (_title, event, prefix, target) => {
    expect(request(event)).toMatchObject({ prefix, target });
  });

  test("that HTTP APIs decode are escaped where they cannot stand so", () => {
    const decoded = '/a b?c#d"<>\\^`{|}é\t%zz%41%';
    const escaped = "/a%20b%3Fc%23d%22%3C%3E%5C%5E%60%7B%7C%7D%C3%A9%09%25zz%41%25";
    for (const event of [
      httpApi2Event({ stage: "$default", rawPath: decoded }),
      httpApi1Event({ stage: "$default", path: decoded }),
    ]) {
      expect(request(event).target).toBe(escaped);
    }
  });

  test.each([
    ["/{id}", "/evil/x", { id: "evil/x" }],
    ["/{id}/{proxy+}", "/evil/a/b", { id: "evil/a", proxy: "b" }],
  ])("of %s have no prefix that a client chose by an encoded slash", (resource, path, given) => {
    const parts = { path, resource, pathParameters: given };
    const event = httpApi1Event({ domainName: custom, path }, parts as never);
    expect(() => request(event)).toThrow(BadRequestError);
    // A REST API keeps the slash encoded: the same parameters are no harm.
    const encoded = path.replace("/evil/", "/evil%2F");
    const rest = restEvent({ ...parts, path: encoded });
    const context = { ...rest.requestContext, path: `/dev${encoded}` };
    const seen = request({ ...rest, requestContext: context });
    expect(seen).toMatchObject({ prefix: "/dev", target: encoded });
  });

  const publicUrl = { host: custom, port: "443", prefix: "/shop" };
  test.each([
    ["1.0", httpApi1Event()],
    ["1.0 on the URL's own domain", httpApi1Event({ domainName: custom, path: "/shop/posts" })],
    ["2.0", httpApi2Event()],
    ["2.0 on a custom domain", httpApi2Event({ domainName: custom })],
    ["a Function URL", functionUrlEvent()],
    ["a load balancer", loadBalancerEvent()],
  ])("behind a public URL are that URL's: %s", (_title, event) => {
    expect(request(event, { ...invocation, publicUrl })).toMatchObject({
      prefix: "/shop",
      target: "/posts",
    });
    expect(lines(event, "host", { ...invocation, publicUrl })).toEqual([custom]);
  });
});

describe("the query", () => {
  const decoded = { "a[]": ["1,2", "x y"], "b&": ["=%"] };
  const single = { "a[]": "x y", "b&": "=%", only: "é" };
  test.each([
    ["REST API", restEvent()],
    ["1.0", httpApi1Event()],
  ])("of a %s is encoded again", (_title, event) => {
    const given = {
      ...event,
      queryStringParameters: single,
      multiValueQueryStringParameters: decoded,
    };
    expect(request(given).target).toMatch(/\?a%5B%5D=1,2&a%5B%5D=x%20y&b%26=%3D%25&only=%C3%A9$/);
  });

  test.each([
    ["a=1&a=2&b=%2B+%20", "?a=1&a=2&b=%2B+%20"],
    ["", ""],
    ["flag", "?flag"],
    ['a= "<>é#\t', "?a=%20%22%3C%3E%C3%A9%23%09"],
    ["a[]=1|2&%zz", "?a[]=1|2&%zz"],
  ])("%j of payload 2.0 and a Function URL stays as it is: %s", (rawQueryString, query) => {
    const queryStringParameters = { wrong: "1,2" };
    const changes = { rawQueryString, queryStringParameters } as never;
    expect(request(httpApi2Event({}, changes)).target).toBe(`/posts${query}`);
    expect(request(functionUrlEvent(changes)).target).toBe(`/posts${query}`);
  });

  test("of payload 2.0 may be null or missing", () => {
    const { rawQueryString: _, ...event } = httpApi2Event();
    expect(request(event).target).toBe("/posts");
    expect(request({ ...event, rawQueryString: null }).target).toBe("/posts");
    expect(() => request({ ...event, rawQueryString: 5 })).toThrow(BadRequestError);
  });

  test("of a load balancer is joined, not encoded again", () => {
    const one = { queryStringParameters: { "a%5B%5D": "x%20y", b: "1+1", c: "" } };
    expect(request(loadBalancerEvent(one)).target).toBe("/posts?a%5B%5D=x%20y&b=1+1&c=");
    const many = { multiValueQueryStringParameters: { a: ["%26", "2"] } };
    expect(request(multiValueEvent(many)).target).toBe("/posts?a=%26&a=2");
  });

  test.each(["\r", "\n", "\0"])("with %j is refused where it is sent as it is", (c) => {
    expect(() => request(httpApi2Event({}, { rawQueryString: c }))).toThrow(BadRequestError);
    const queryStringParameters = { a: c };
    expect(() => request(loadBalancerEvent({ queryStringParameters }))).toThrow(BadRequestError);
    expect(request(restEvent({ queryStringParameters })).target).toMatch(/\?a=%0[0AD]$/);
  });
});

describe("cookies", () => {
  test.each([
    ["payload 2.0's list", httpApi2Event({}, { cookies: ["a=1", "b=2"] })],
    [
      "a Function URL's list, which wins over its header",
      functionUrlEvent({ cookies: ["a=1", "b=2"], headers: { cookie: "a=1; b=2; c=3" } }),
    ],
    ["a Function URL's header", functionUrlEvent({ cookies: [], headers: { Cookie: "a=1; b=2" } })],
    ["two lines", restEvent({ multiValueHeaders: { cookie: ["a=1", "b=2"] } })],
  ])("of %s are one line", (_title, event) => {
    expect(lines(event, "cookie")).toEqual(["a=1; b=2"]);
  });
});

describe("the client's address", () => {
  const via = (value: string) => loadBalancerEvent({ headers: { "X-Forwarded-For": value } });
  test.each([
    ["a load balancer's last", via("1.2.3.4, 203.0.113.9"), ["1.2.3.4, 203.0.113.9"]],
    ["a load balancer's, with a port", via("203.0.113.9:4711"), ["203.0.113.9"]],
    ["a load balancer's, of version 6", via("1.2.3.4, 2001:db8::1"), ["1.2.3.4, 2001:db8::1"]],
    ["no address of a load balancer", via("unknown"), []],
    ["a health check's", loadBalancerEvent({ headers: {} }), []],
    [
      "one with a blank before it",
      httpApi2Event({}, { requestContext: { http: { method: "GET", sourceIp: " 203.0.113.9" } } }),
      ["203.0.113.9"],
    ],
    [
      "the console's",
      restEvent({ requestContext: { identity: { sourceIp: "test-invoke-source-ip" } } }),
      [],
    ],
  ])("is %s", (_title, event, expected) => {
    expect(lines(event, "x-forwarded-for")).toEqual(expected);
  });

  test("through a load balancer may have come by http", () => {
    expect(lines(loadBalancerEvent(), "x-forwarded-proto")).toEqual(["http"]);
    expect(lines(loadBalancerEvent(), "x-forwarded-port")).toEqual(["80"]);
  });
});

test("a domain that would break the request apart is not the host", () => {
  const event = restEvent({
    headers: {},
    multiValueHeaders: {},
    requestContext: { domainName: "a\r\nx-evil: 1" },
  });
  expect(lines(event, "host")).toEqual(["localhost"]);
});

describe("Authorization", () => {
  const of = { ...invocation, authorizationSource: "x-authorization" };
  const given = (map: object) => restEvent({ headers: map as never, multiValueHeaders: null });
  test("is the value of the named header, which is removed", () => {
    const event = given({ Authorization: "AWS4-HMAC-SHA256 x", "X-Authorization": "Bearer y" });
    expect(lines(event, "authorization", of)).toEqual(["Bearer y"]);
    expect(lines(event, "x-authorization", of)).toEqual([]);
  });

  test("may come in a header that is otherwise none of the client's", () => {
    const from = { ...invocation, authorizationSource: "x-forwarded-authorization" };
    const event = given({ "X-Forwarded-Authorization": "Bearer y" });
    expect(lines(event, "authorization", from)).toEqual(["Bearer y"]);
    expect(lines(event, "x-forwarded-authorization", from)).toEqual([]);
    expect(lines(event, "authorization")).toEqual([]);
  });

  test("stays where the client does not send that header, or none is named", () => {
    expect(lines(given({ Authorization: "Bearer z" }), "authorization", of)).toEqual(["Bearer z"]);
    const event = given({ Authorization: "Bearer z", "X-Authorization": "Bearer y" });
    expect(lines(event, "authorization")).toEqual(["Bearer z"]);
    expect(lines(event, "x-authorization")).toEqual(["Bearer y"]);
  });
});

describe("a result", () => {
  const headers = [
    ["Content-Type", "text/plain"],
    ["Set-Cookie", "a=1"],
    ["Vary", "Accept"],
    ["set-cookie", "b=2"],
    ["vary", "Cookie"],
    ["Connection", "close"],
    ["__proto__", "1"],
  ] as const;
  const result = (event: unknown, status = 200) =>
    adapterOf(event).toResult(event, { status, headers, body: Buffer.from("hello") });
  const body = { body: "hello", isBase64Encoded: false };
  const lists = JSON.parse(
    '{"Content-Type":["text/plain"],"Set-Cookie":["a=1","b=2"],"Vary":["Accept","Cookie"],"__proto__":["1"]}',
  );
  const texts = JSON.parse('{"Content-Type":"text/plain","Vary":"Accept, Cookie","__proto__":"1"}');

  test.each([
    ["a REST API", restEvent(), { statusCode: 200, multiValueHeaders: lists, ...body }],
    ["payload 1.0", httpApi1Event(), { statusCode: 200, multiValueHeaders: lists, ...body }],
    [
      "payload 2.0",
      httpApi2Event(),
      { statusCode: 200, headers: texts, cookies: ["a=1", "b=2"], ...body },
    ],
    [
      "a Function URL",
      functionUrlEvent(),
      { statusCode: 200, headers: texts, cookies: ["a=1", "b=2"], ...body },
    ],
    [
      "a load balancer",
      loadBalancerEvent(),
      {
        statusCode: 200,
        statusDescription: "200 OK",
        headers: { ...texts, ["__proto__"]: "1", "Set-Cookie": "b=2" },
        ...body,
      },
    ],
    [
      "a load balancer with multi-value headers",
      multiValueEvent(),
      { statusCode: 200, statusDescription: "200 OK", multiValueHeaders: lists, ...body },
    ],
  ])("for %s has its own form", (_title, event, expected) => {
    expect(result(event)).toEqual(expected);
  });

  test.each([
    [404, "404 Not Found"],
    [299, "299 Unknown"],
  ])("for a load balancer describes %i as %s", (status, statusDescription) => {
    expect(result(loadBalancerEvent(), status)).toMatchObject({ statusDescription });
  });

  test.each([
    ...SOURCES.map(({ event }) => [event(), 204] as const),
    ...SOURCES.map(({ event }) => [event(), 304] as const),
    [restEvent({ httpMethod: "HEAD" }), 200] as const,
    [httpApi1Event({}, { httpMethod: "HEAD" }), 200] as const,
    [httpApi2Event({ method: "HEAD" }), 200] as const,
    [loadBalancerEvent({ httpMethod: "HEAD" }), 200] as const,
  ])("without a body has headers all the same: %#", (event, status) => {
    expect(result(event, status)).toMatchObject({ body: "", isBase64Encoded: false });
    expect(JSON.stringify(result(event, status))).toContain("Accept");
  });
});

describe("what a front door will not deliver is told", () => {
  const warned = (event: unknown, headers: readonly (readonly [string, string])[]) =>
    adapterOf(event)
      .warnings(event, { status: 200, headers })
      .map(({ key }) => key);
  const challenge = [["WWW-Authenticate", "Basic"]] as const;
  const cookies = [
    ["Set-Cookie", "a=1"],
    ["set-cookie", "b=2"],
  ] as const;
  const gateway = [restEvent(), httpApi1Event(), httpApi2Event(), functionUrlEvent()];

  test("of all but load balancers: WWW-Authenticate, and more than 9.5 KB of headers", () => {
    for (const event of gateway) {
      expect(warned(event, challenge)).toEqual(["www-authenticate"]);
      expect(warned(event, [["X-A", "a".repeat(9728 - 7)]])).toEqual([]);
      expect(warned(event, [["X-A", "a".repeat(9728 - 6)]])).toEqual(["headers"]);
      expect(warned(event, cookies)).toEqual([]);
    }
    expect(warned(loadBalancerEvent(), challenge)).toEqual([]);
  });

  test("of load balancers without multi-value headers: a second cookie", () => {
    expect(warned(loadBalancerEvent(), cookies)).toEqual(["cookies"]);
    expect(warned(loadBalancerEvent(), cookies.slice(1))).toEqual([]);
    expect(warned(multiValueEvent(), cookies)).toEqual([]);
    const [warning] = adapterOf(loadBalancerEvent()).warnings(loadBalancerEvent(), {
      status: 200,
      headers: cookies,
    });
    expect(warning?.text).toContain("lambda.multi_value_headers.enabled");
  });
});
