import { describe, expect, test } from "@jest/globals";
import { encodeBody, hasBody } from "../../../runtime/src/events/response-body.ts";

const encode = (headers: readonly (readonly [string, string])[], body: Buffer | string) =>
  encodeBody("GET", { status: 200, headers, body: Buffer.from(body as string) });

describe("a body", () => {
  const png = Buffer.from([0x89, 0x50, 0xff]);
  test.each([
    ["text/html; charset=utf-8", "é", true],
    ["TEXT/HTML", "a", true],
    ['text/html ; Charset="US-ASCII"', "a", true],
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
  ])("of type %s: %j is text: %s", (type, body, text) => {
    const { body: sent, isBase64Encoded } = encode([["Content-Type", type]], body);
    expect(isBase64Encoded).toBe(!text);
    expect(Buffer.from(sent, text ? "utf8" : "base64")).toEqual(Buffer.from(body as string));
  });

  test("without a content type is bytes", () => {
    expect(encode([], "a").isBase64Encoded).toBe(true);
  });

  test("that is empty is no bytes, whatever its type", () => {
    const empty = { body: "", isBase64Encoded: false };
    expect(encode([["Content-Type", "image/png"]], "")).toEqual(empty);
  });

  test.each([
    ["gzip", true],
    ["identity", false],
    [" Identity ", false],
  ])("with Content-Encoding %j is bytes: %s", (encoding, bytes) => {
    const headers = [
      ["Content-Type", "text/html"],
      ["Content-Encoding", encoding],
    ] as const;
    expect(encode(headers, "a").isBase64Encoded).toBe(bytes);
  });
});

describe("text whose JSON", () => {
  const type = [["Content-Type", "application/json"]] as const;
  test.each([
    ["is as long as its base64", '"'.repeat(3) + "a".repeat(6), false],
    ["is longer than its base64, for quotes", '"'.repeat(4) + "a".repeat(5), true],
    ["is longer than its base64, for a control character", "\u0001aaaaaaaa", true],
    ["is shorter than its base64", '{"hello":"world"}', false],
    ["is longer, for line breaks and the like", "\b\t\n\f\raaaaaaa", true],
    ["is as long, for line breaks and the like", "\b\t\n\\aaaaaaaa", false],
    ["is shorter, beyond ASCII", "é😀".repeat(9), false],
  ])("%s: %j is bytes: %s", (_title, text, bytes) => {
    const sent = encode(type, text);
    expect(sent.isBase64Encoded).toBe(bytes);
    expect(Buffer.from(sent.body, bytes ? "base64" : "utf8").toString()).toBe(text);
    const other = Buffer.from(text).toString(bytes ? "utf8" : "base64");
    const size = (body: string) => Buffer.byteLength(JSON.stringify(body));
    expect(size(sent.body)).toBeLessThanOrEqual(size(other));
  });
});

test("a body with another header of that many letters is text", () => {
  const headers = [
    ["Content-Type", "text/html"],
    ["X-Sixteen-Letter", "gzip"],
  ] as const;
  expect(encode(headers, "a").isBase64Encoded).toBe(false);
});

test("a body with several encodings is bytes", () => {
  const headers = [
    ["Content-Type", "text/html"],
    ["Content-Encoding", "identity"],
    ["content-encoding", "gzip"],
  ] as const;
  expect(encode(headers, "a").isBase64Encoded).toBe(true);
});

test.each([
  ["GET", 200, true],
  ["POST", 500, true],
  ["GET", 204, false],
  ["GET", 304, false],
  ["GET", 199, false],
  ["HEAD", 200, false],
])("an answer to %s with %i has a body: %s", (method, status, expected) => {
  expect(hasBody(method, status)).toBe(expected);
});
