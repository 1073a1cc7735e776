import { describe, expect, test } from "@jest/globals";
import { proxyResponse } from "../../../../local/gateway/response/proxy-response.ts";

const respond = (result: unknown, binary = true) =>
  proxyResponse(Buffer.from(typeof result === "string" ? result : JSON.stringify(result)), binary);

describe("a function's result", () => {
  test("becomes a response", () => {
    expect(
      respond({ statusCode: "201", headers: { "Content-Type": "text/plain" }, body: "ok" }),
    ).toEqual({
      status: 201,
      headers: [["Content-Type", "text/plain"]],
      body: Buffer.from("ok"),
    });
  });

  test("needs no body and no headers", () => {
    expect(
      respond({ statusCode: 204, headers: null, multiValueHeaders: null, body: null }),
    ).toEqual({
      status: 204,
      headers: [["Content-Type", "application/json"]],
      body: Buffer.alloc(0),
    });
  });

  test.each([
    [true, true, "ok"],
    [true, false, "b2s="],
    [false, true, "b2s="],
    [undefined, true, "b2s="],
  ])(
    "that says base64: %s, for a client that accepts binary: %s, is %s",
    (encoded, binary, text) => {
      const result = { statusCode: 200, body: "b2s=", isBase64Encoded: encoded };
      expect(respond(result, binary)?.body.toString()).toBe(text);
    },
  );

  test("has both maps' headers, and the same value once", () => {
    const result = {
      statusCode: 200,
      headers: { "content-type": "a/b", "x-n": 1, "x-other": "2", "X-Set": "c" },
      multiValueHeaders: { "Content-Type": ["a/b"], "x-n": [1, true], "x-set": ["d"] },
    };
    expect(respond(result)?.headers).toEqual([
      ["Content-Type", "a/b"],
      ["x-n", "1"],
      ["x-n", "true"],
      ["x-set", "d"],
      ["x-other", "2"],
      ["X-Set", "c"],
    ]);
  });

  test("has reserved headers renamed, and its transfer encoding dropped", () => {
    const headers = { "WWW-Authenticate": "Basic", date: "then", "Transfer-Encoding": "chunked" };
    expect(respond({ statusCode: 200, headers })?.headers).toEqual([
      ["x-amzn-Remapped-WWW-Authenticate", "Basic"],
      ["x-amzn-Remapped-Date", "then"],
      ["Content-Type", "application/json"],
    ]);
  });

  test.each([
    ["text", "text"],
    ["null", null],
    ["a list", []],
    ["no status", {}],
    ["a status that is not final", { statusCode: 199 }],
    ["a status that is none", { statusCode: 600 }],
    ["an unknown member", { statusCode: 200, cookies: [] }],
    ["a body that is not text", { statusCode: 200, body: {} }],
    ["a flag that is not one", { statusCode: 200, isBase64Encoded: "true" }],
    ["a header that is not text", { statusCode: 200, headers: { a: {} } }],
    ["a list of headers", { statusCode: 200, headers: [] }],
    ["several values that are one", { statusCode: 200, multiValueHeaders: { a: "b" } }],
    ["a header of two lines", { statusCode: 200, headers: { a: "b\r\nc: d" } }],
    ["a header with a space", { statusCode: 200, headers: { "a b": "c" } }],
  ])("is no response if it is or has %s", (_, result) => {
    expect(respond(result)).toBeUndefined();
  });
});
