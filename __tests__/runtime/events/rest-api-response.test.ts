import { describe, expect, test } from "@jest/globals";
import { PAYLOAD_LIMIT, tooLarge } from "../../../runtime/src/events/payload-limit.ts";
import { type RestApiResult, restApi } from "../../../runtime/src/events/rest-api.ts";
import { restEvent } from "./rest-event.ts";

function result(
  headers: readonly (readonly [string, string])[],
  body: Buffer | string = "",
  { status = 200, httpMethod = "GET" } = {},
): RestApiResult {
  const response = { status, headers, body: Buffer.from(body as string) };
  return restApi.toResult(restEvent({ httpMethod }), response) as RestApiResult;
}

describe("text or binary", () => {
  const png = Buffer.from([0x89, 0x50, 0xff]);
  test.each([
    ["text/html; charset=utf-8", "é", true],
    ["TEXT/HTML", "a", true],
    ["application/json", "{}", true],
    ["application/vnd.api+json; a=b", "{}", true],
    ["image/svg+xml", "<svg/>", true],
    ["application/x-www-form-urlencoded", "a=b", true],
    ["text/css;charset=UTF-8", "a", true],
    ["text/html; charset=iso-8859-1", "a", false],
    ["text/html", Buffer.from([0xe9]), false],
    ["image/png", png, false],
    ["application/octet-stream", "a", false],
    ["application/jsonish", "a", false],
  ])("%s of %j as text: %s", (type, body, text) => {
    const { body: sent, isBase64Encoded } = result([["Content-Type", type]], body);
    expect(isBase64Encoded).toBe(!text);
    expect(Buffer.from(sent, text ? "utf8" : "base64")).toEqual(Buffer.from(body as string));
  });

  test("no content type: bytes", () => expect(result([], "a").isBase64Encoded).toBe(true));

  test.each([
    ["gzip", true],
    ["identity", false],
  ])("Content-Encoding %s: base64 %s", (encoding, base64) => {
    const headers = [
      ["Content-Type", "text/html"],
      ["Content-Encoding", encoding],
    ] as const;
    expect(result(headers, "a").isBase64Encoded).toBe(base64);
  });
});

describe("headers", () => {
  test("several cookies all arrive, in order, in one map only", () => {
    const sent = result([
      ["Set-Cookie", "a=1"],
      ["set-cookie", "b=2"],
      ["X-A", "1"],
    ]);
    expect(sent.multiValueHeaders).toEqual({ "Set-Cookie": ["a=1", "b=2"], "X-A": ["1"] });
    expect(Object.keys(sent).sort()).toEqual([
      "body",
      "isBase64Encoded",
      "multiValueHeaders",
      "statusCode",
    ]);
  });

  test("hop-by-hop headers are dropped", () => {
    const sent = result([
      ["Connection", "X-B"],
      ["Transfer-Encoding", "chunked"],
      ["X-B", "1"],
      ["X-A", "1"],
    ]);
    expect(sent.multiValueHeaders).toEqual({ "X-A": ["1"] });
  });
});

test.each([
  [204, "GET"],
  [304, "GET"],
  [200, "HEAD"],
])("%i to %s has headers and no body", (status, httpMethod) => {
  const sent = result(
    [
      ["Content-Type", "image/png"],
      ["ETag", "x"],
    ],
    "body",
    { status, httpMethod },
  );
  expect(sent).toEqual({
    statusCode: status,
    multiValueHeaders: { "Content-Type": ["image/png"], ETag: ["x"] },
    body: "",
    isBase64Encoded: false,
  });
});

describe("6 MB", () => {
  const problem = (bytes: number, type: string) => {
    const body = Buffer.alloc(bytes, 97);
    return tooLarge(result([["Content-Type", type]], body), { status: 200, headers: [], body });
  };
  test.each([
    [PAYLOAD_LIMIT - 1000, "text/plain", false],
    [PAYLOAD_LIMIT, "text/plain", true],
    [PAYLOAD_LIMIT - 1000, "image/png", true],
    [(PAYLOAD_LIMIT * 3) / 4 - 1000, "image/png", false],
  ])("%i bytes of %s too large: %s", (bytes, type, large) => {
    expect(problem(bytes, type) !== undefined).toBe(large);
  });

  test("the page names size, limit and the way out", () => {
    expect(problem(PAYLOAD_LIMIT, "image/png")).toMatchObject({
      status: 502,
      detail: expect.stringMatching(/8\.0 MB.*6\.0 MB.*response-mode: stream/),
    });
  });
});
