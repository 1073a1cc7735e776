import { describe, expect, test } from "@jest/globals";
import { type Origin, requestHeaders } from "../../../runtime/src/events/request-headers.ts";
import { invocation } from "./rest-event.ts";

const origin: Origin = {
  domainName: "abc.example",
  sourceIp: "203.0.113.9",
  requestContext: { resourceId: "r1" },
};
type Lines = Parameters<typeof requestHeaders>[0];
const sent = (client: Lines, from = origin, of = invocation) => requestHeaders(client, from, of);
const values = (lines: Lines, wanted: string) =>
  lines.filter(([name]) => name === wanted).map(([, value]) => value);

/** What arrives of a client's lines that neither the front door nor the proxy would write. */
const others = (client: Lines, of = invocation) => {
  const known = new Set(sent([], origin, of).map(([name]) => name));
  return sent(client, origin, of).filter(([name]) => !known.has(name));
};

describe("the client's headers", () => {
  test("come with lower-case names, in order, duplicates included", () => {
    const lines: Lines = [
      ["X-B", "1"],
      ["x-a", "2"],
      ["X-B", "3"],
    ];
    expect(others(lines)).toEqual([
      ["x-b", "1"],
      ["x-a", "2"],
      ["x-b", "3"],
    ]);
  });

  test.each([
    ["Content-Length", "5"],
    ["Expect", "100-continue"],
    ["Connection", "close"],
    ["Transfer-Encoding", "chunked"],
    ["Forwarded", "host=evil.example"],
    ["X-Forwarded-Ssl", "off"],
    ["X-Forwarded-Anything", "1"],
    ["X_Forwarded_For", "1.2.3.4"],
    ["X-Forwarded_For", "1.2.3.4"],
    ["Content_Length", "5"],
    ["TRANSFER_ENCODING", "chunked"],
    ["Content_Type", "text/html"],
    ["X_Megamode_Secret", "x"],
    ["x_a", "1"],
  ])("do not include %s", (name, value) => {
    expect(others([[name, value]])).toEqual([]);
  });

  test("that Connection names are dropped, but never those that others set", () => {
    const named: Lines = [
      [
        "Connection",
        "x-forwarded-for, X-Forwarded-Proto, host, x-amzn-trace-id, x-request-id, x-a",
      ],
      ["Host", "own.example"],
      ["X-Forwarded-For", "198.51.100.1, 203.0.113.9"],
      ["X-Forwarded-Proto", "http"],
      ["X-A", "1"],
    ];
    const lines = sent(named);
    expect(values(lines, "host")).toEqual(["own.example"]);
    expect(values(lines, "x-forwarded-for")).toEqual(["198.51.100.1, 203.0.113.9"]);
    expect(values(lines, "x-forwarded-proto")).toEqual(["http"]);
    expect(values(lines, "x-amzn-trace-id")).toEqual(["Root=1-2-3"]);
    expect(values(lines, "x-a")).toEqual([]);
  });

  test.each([
    ["X A", "1", "name"],
    ["", "1", "name"],
    ["X-A", "1\r\nX-B: 2", "x-a has a line break"],
    ["X-A", "\0", "x-a has a line break or a control character"],
    ["X-A", "\x01", "x-a has a line break or a control character"],
    ["X-A", "\x7f", "x-a has a line break or a control character"],
  ])("%j: %j are refused, since they would break the request apart", (name, value, message) => {
    expect(() => sent([[name, value]])).toThrow(message);
  });
});

describe("the host", () => {
  test.each([
    [["own.example"], "abc.example", "own.example"],
    [["own.example:8443"], "abc.example", "own.example:8443"],
    [[], "abc.example", "abc.example"],
    [[""], "abc.example", "abc.example"],
    [["own.example", "evil.example"], "abc.example", "abc.example"],
    [["evil.example/x"], "abc.example", "abc.example"],
    [[""], undefined, "localhost"],
  ])("with headers %j at domain %s is %s", (headers, domainName, host) => {
    const client = [
      ...headers.map((value) => ["Host", value] as const),
      ["X-Forwarded-Host", "evil.example"] as const,
    ];
    const lines = sent(client, { ...origin, domainName });
    expect(values(lines, "host")).toEqual([host]);
    expect(values(lines, "x-forwarded-host")).toEqual([host]);
  });
});

describe("the forwarding headers", () => {
  const all = (lines: Lines) => lines.filter(([name]) => name.startsWith("x-forwarded-"));

  test("are filled in where the front door left them out", () => {
    expect(all(sent([]))).toEqual([
      ["x-forwarded-for", "203.0.113.9"],
      ["x-forwarded-proto", "https"],
      ["x-forwarded-port", "443"],
      ["x-forwarded-host", "abc.example"],
    ]);
  });

  test("stay as the front door wrote them", () => {
    const lines: Lines = [
      ["x-forwarded-for", "1.2.3.4, 203.0.113.9"],
      ["x-forwarded-proto", "http"],
      ["x-forwarded-port", "80"],
    ];
    expect(all(sent(lines))).toEqual([...lines, ["x-forwarded-host", "abc.example"]]);
  });

  test.each([
    ["x-forwarded-proto", ["http", "https"], "https"],
    ["x-forwarded-proto", ["gopher"], "https"],
    ["x-forwarded-proto", ["http,https"], "https"],
    ["x-forwarded-port", ["80", "81"], "443"],
    ["x-forwarded-port", ["80, 81"], "443"],
  ])("%s of %j was not written by a front door, and is %s", (name, given, expected) => {
    const lines = given.map((value) => [name, value] as const);
    expect(values(sent(lines), name)).toEqual([expected]);
  });

  test("name no client that is not known", () => {
    for (const sourceIp of [undefined, "test-invoke-source-ip"]) {
      const lines = sent([["X-Forwarded-For", "1.2.3.4"]], { ...origin, sourceIp });
      expect(values(lines, "x-forwarded-for")).toEqual([]);
    }
  });

  test("name the public URL where there is one, whatever the front door is called", () => {
    const publicUrl = { host: "www.example.com:8443", port: "8443", prefix: "/shop" };
    const lines = sent(
      [
        ["Host", "own.example"],
        ["X-Forwarded-Proto", "http"],
        ["X-Forwarded-Port", "80"],
      ],
      origin,
      { ...invocation, publicUrl },
    );
    expect(lines[0]).toEqual(["host", "www.example.com:8443"]);
    expect(all(lines).slice(1)).toEqual([
      ["x-forwarded-proto", "https"],
      ["x-forwarded-port", "8443"],
      ["x-forwarded-host", "www.example.com:8443"],
    ]);
  });
});

describe("a trusted proxy", () => {
  const trustedProxy = {
    names: ["x-forwarded-host", "forwarded"],
    header: "x-cdn-secret",
    secret: "0123456789abcdef",
  };
  const publicUrl = { host: "www.example.com", port: "443", prefix: "" };
  const claims: Lines = [
    ["Host", "own.example"],
    ["X-Forwarded-Host", "shop.example"],
    ["Forwarded", "host=shop.example"],
  ];
  const seen = (client: Lines, more = {}) => {
    const lines = sent(client, origin, { ...invocation, trustedProxy, ...more });
    const names = ["host", "x-forwarded-host", "forwarded", "x-cdn-secret"];
    return names.map((name) => values(lines, name).join());
  };

  test("that proves itself sets them; the host stays, and the secret never arrives", () => {
    const proved: Lines = [...claims, ["X-CDN-Secret", trustedProxy.secret]];
    expect(seen(proved)).toEqual(["own.example", "shop.example", "host=shop.example", ""]);
    expect(seen(proved, { publicUrl })[1]).toBe("shop.example");
    const named: Lines = [...proved, ["Connection", "x-cdn-secret, x-forwarded-host, forwarded"]];
    expect(seen(named)[1]).toBe("shop.example");
  });

  test.each([
    ["no secret", []],
    ["another secret", [["X-CDN-Secret", "0123456789abcdeX"]]],
    ["a longer one", [["X-CDN-Secret", "0123456789abcdef0"]]],
    ["an empty one", [["X-CDN-Secret", ""]]],
    ["the secret with an underscore", [["X_CDN_Secret", "0123456789abcdef"]]],
    [
      "two secrets",
      [
        ["X-CDN-Secret", "0123456789abcdef"],
        ["x-cdn-secret", "0123456789abcdef"],
      ],
    ],
  ] as [string, Lines][])("%s: the client is like any other", (_title, more) => {
    expect(seen([...claims, ...more])).toEqual(["own.example", "own.example", "", ""]);
  });

  const EDGE = "130.176.1.2";
  const sentThrough: Lines = [
    ["X-Forwarded-For", `1.2.3.4, 198.51.100.7, ${EDGE}`],
    ["CloudFront-Viewer-Address", "198.51.100.8:46532"],
  ];
  test.each([
    ["X-Forwarded-For, if named", ["x-forwarded-for"], trustedProxy.secret, "198.51.100.7"],
    [
      "its own header, if named",
      ["x-forwarded-for", "cloudfront-viewer-address"],
      trustedProxy.secret,
      "198.51.100.8",
    ],
    ["neither, if not named", ["x-forwarded-host"], trustedProxy.secret, EDGE],
    [
      "neither without the secret",
      ["x-forwarded-for", "cloudfront-viewer-address"],
      "0123456789abcdeX",
      EDGE,
    ],
  ] as const)("says by %s who the client is", (_title, names, secret, client) => {
    const lines = sent(
      [...sentThrough, ["X-CDN-Secret", secret]],
      { ...origin, sourceIp: EDGE },
      { ...invocation, trustedProxy: { ...trustedProxy, names } },
    );
    expect(values(lines, "x-forwarded-for")[0]!.split(", ").at(-1)).toBe(client);
  });

  test("a client's address that the CDN says twice, or not as an address, is not believed", () => {
    const named = { ...trustedProxy, names: ["cloudfront-viewer-address"] };
    for (const more of [["1.2.3.4:1", "5.6.7.8:1"], ["nobody"], [" "]]) {
      const lines = sent(
        [
          ...more.map((value): [string, string] => ["CloudFront-Viewer-Address", value]),
          ["X-CDN-Secret", trustedProxy.secret],
        ],
        { ...origin, sourceIp: EDGE },
        { ...invocation, trustedProxy: named },
      );
      expect(values(lines, "x-forwarded-for")).toEqual([EDGE]);
    }
  });

  test("sets nothing while the function knows no secret, and the app does not see the header", () => {
    const unset = { trustedProxy: { ...trustedProxy, secret: undefined } };
    for (const value of ["", "undefined", trustedProxy.secret]) {
      const lines: Lines = [...claims, ["X-CDN-Secret", value]];
      expect(seen(lines, unset)).toEqual(["own.example", "own.example", "", ""]);
    }
  });
});

describe("the proxy's own headers", () => {
  test("hold the ids and the contexts", () => {
    const own = Object.fromEntries(sent([["X-Request-Id", "evil"]]));
    expect(own).toMatchObject({
      "x-request-id": invocation.context.awsRequestId,
      "x-amzn-trace-id": "Root=1-2-3",
    });
    expect(JSON.parse(own["x-amzn-request-context"]!)).toEqual({ resourceId: "r1" });
    expect(JSON.parse(own["x-amzn-lambda-context"]!)).toMatchObject({
      functionName: "blog-dev",
      memoryLimitInMB: "1769",
    });
  });

  test("leave out a trace and a tenant that there are not", () => {
    const lines = sent([], origin, { ...invocation, traceId: undefined });
    expect(values(lines, "x-amzn-trace-id")).toEqual([]);
    expect(values(lines, "x-amz-tenant-id")).toEqual([]);
  });

  test("name the tenant", () => {
    const context = { ...invocation.context, tenantId: "t1" };
    const lines = sent([["x-amz-tenant-id", "evil"]], origin, { ...invocation, context });
    expect(values(lines, "x-amz-tenant-id")).toEqual(["t1"]);
  });

  test("are ASCII", () => {
    const lines = sent([], { ...origin, requestContext: { name: "é\u2028" } });
    expect(values(lines, "x-amzn-request-context")).toEqual(['{"name":"\\u00e9\\u2028"}']);
  });

  test("hold null where there is no request context", () => {
    const lines = sent([], { ...origin, requestContext: null });
    expect(values(lines, "x-amzn-request-context")).toEqual(["null"]);
  });
});
