import { describe, expect, test } from "@jest/globals";
import {
  cleanHeaders,
  type Origin,
  requestHeaders,
} from "../../../runtime/src/events/request-headers.ts";
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

describe("the client's headers", () => {
  test("come with lower-case names, in order, duplicates included", () => {
    const lines: Lines = [
      ["X-B", "1"],
      ["x-a", "2"],
      ["X-B", "3"],
    ];
    expect(cleanHeaders(lines)).toEqual([
      ["x-b", "1"],
      ["x-a", "2"],
      ["x-b", "3"],
    ]);
  });

  test.each([
    "X-Request-Id",
    "X-Amzn-Trace-Id",
    "x-amzn-request-context",
    "X_Amzn_Lambda_Context",
    "X-Amz-Tenant-Id",
    "X-Megamode-Prefix",
    "X_Megamode_Secret",
    "Content-Length",
    "Expect",
    "Connection",
  ])("do not include %s", (name) => {
    expect(cleanHeaders([[name, "evil"]])).toEqual([]);
  });

  test.each([
    ["X A", "1", "name"],
    ["", "1", "name"],
    ["X-A", "1\r\nX-B: 2", "x-a has a line break"],
    ["X-A", "\0", "x-a has a line break or NUL"],
  ])("%j: %j are refused, since they would break the request apart", (name, value, message) => {
    expect(() => cleanHeaders([[name, value]])).toThrow(message);
  });
});

describe("the host", () => {
  test.each([
    ["own.example", "abc.example", "own.example"],
    ["", "abc.example", "abc.example"],
    ["", undefined, "localhost"],
  ])("with header %j at domain %s is %s", (header, domainName, host) => {
    const lines = sent([["Host", header]], { ...origin, domainName });
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
      ["x-forwarded-for", "1.2.3.4"],
      ["x-forwarded-proto", "http"],
      ["x-forwarded-port", "80"],
      ["x-forwarded-host", "own.example"],
    ];
    expect(all(sent(lines))).toEqual(lines);
  });

  test("name no client that is not known", () => {
    expect(values(sent([], { ...origin, sourceIp: undefined }), "x-forwarded-for")).toEqual([]);
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
