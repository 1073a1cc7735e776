import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { compressed } from "../../../runtime/src/http/compress.ts";
import { type HeaderLines, headerValue } from "../../../runtime/src/http/message.ts";

const TEXT = "<p>Some text that comes again.</p>\n".repeat(100);
const HTML = ["Content-Type", "text/html; charset=utf-8"] as const;

function answer(
  changes: {
    accept?: string;
    method?: string;
    status?: number;
    headers?: HeaderLines;
    text?: string;
  } = {},
) {
  const { accept = "gzip", method = "GET", status = 200, headers = [HTML], text = TEXT } = changes;
  const body = Buffer.from(text);
  const request = { method, headers: [["accept-encoding", accept]] as HeaderLines };
  const lines: HeaderLines = [...headers, ["Content-Length", String(body.length)]];
  return compressed(request, { status, headers: lines, body });
}
const isSmaller = (changes: Parameters<typeof answer>[0]) => {
  const { headers, body } = answer(changes);
  const said = headerValue(headers, "content-encoding") === "gzip";
  expect(gunzipIf(said, body)).toBe(changes?.text ?? TEXT);
  return said;
};
const gunzipIf = (is: boolean, body: Buffer) => (is ? gunzipSync(body) : body).toString();

test("a text becomes smaller, and its headers say so", () => {
  const { headers, body } = answer();
  expect(gunzipSync(body).toString()).toBe(TEXT);
  expect(body.length).toBeLessThan(TEXT.length / 10);
  expect(headers).toEqual([
    HTML,
    ["Vary", "Accept-Encoding"],
    ["Content-Encoding", "gzip"],
    ["Content-Length", String(body.length)],
  ]);
});

test("nobody is told that the app serves parts of what is compressed: it would serve those of the plain text", () => {
  const headers = [HTML, ["Accept-Ranges", "bytes"]] as const;
  expect(headerValue(answer({ headers }).headers, "accept-ranges")).toBeUndefined();
  expect(headerValue(answer({ headers, accept: "br" }).headers, "accept-ranges")).toBe("bytes");
});

describe("what a client takes", () => {
  test.each<[string, boolean]>([
    ["gzip", true],
    ["GZIP", true],
    ["x-gzip", true],
    ["br, gzip, deflate", true],
    ["br;q=1.0, gzip;q=0.8", true],
    ["gzip ; q = 0.001", true],
    ["*", true],
    ["*;q=0.5", true],
    ["br, *;q=0.1", true],
    ["identity;q=0, *", true],
    ["gzip, identity", true],
    ["", false],
    ["br", false],
    ["identity", false],
    ["gzip;q=0", false],
    ["gzip;q=0.000", false],
    ["*;q=0", false],
    ["gzip;q=0, *", false],
    ["gzip;q=0.5, identity", false],
    ["gzip;q=wrong", false],
    ["xgzip", false],
  ])("%j: %j", (accept, expected) => {
    expect(isSmaller({ accept })).toBe(expected);
  });

  test("counts in all of its lines", () => {
    const request = {
      method: "GET",
      headers: ["br", "gzip"].map((v) => ["accept-encoding", v] as const),
    };
    const { headers } = compressed(request, {
      status: 200,
      headers: [HTML],
      body: Buffer.from(TEXT),
    });
    expect(headerValue(headers, "content-encoding")).toBe("gzip");
  });

  test("is told to caches also where this client takes none", () => {
    const { headers } = answer({ accept: "br" });
    expect(headerValue(headers, "vary")).toBe("Accept-Encoding");
    expect(headerValue(headers, "content-length")).toBe(String(TEXT.length));
  });
});

describe("an answer stays as it is", () => {
  const plain = (...more: HeaderLines) => [HTML, ...more];
  test.each<[string, Parameters<typeof answer>[0]]>([
    ["that is one packet", { text: TEXT.slice(0, 1399) }],
    ["to HEAD", { method: "HEAD" }],
    ["without content", { status: 204 }],
    ["that is a part", { status: 206, headers: plain(["Content-Range", "bytes 0-9/10"]) }],
    ["with a range of another unit", { headers: plain(["content-range", "pages 1-2/3"]) }],
    ["that has not changed", { status: 304 }],
    ["that is an image", { headers: [["Content-Type", "image/png"]] }],
    ["without a type", { headers: [] }],
    ["that is encoded already", { headers: plain(["content-encoding", "br"]) }],
    ["that the app says is plain", { headers: plain(["Content-Encoding", "identity"]) }],
    ["that nobody may change", { headers: plain(["Cache-Control", "public, no-transform"]) }],
    ["with a strong tag", { headers: plain(["ETag", '"1"']) }],
    ["with a digest of its bytes", { headers: plain(["Content-Digest", "sha-256=:x:"]) }],
  ])("%s", (_, changes) => {
    expect(isSmaller(changes)).toBe(false);
    expect(headerValue(answer(changes).headers, "vary")).toBeUndefined();
  });
});

test.each<[string, HeaderLines]>([
  ["JSON", [["content-type", "application/json"]]],
  ["an SVG", [["content-type", "image/svg+xml"]]],
  ["a weak tag", [HTML, ["ETag", 'W/"1"']]],
])("%s is no obstacle", (_, headers) => {
  expect(isSmaller({ headers })).toBe(true);
});

test.each<[string, number]>([
  ["Cookie", 2],
  ["cookie, accept-encoding", 1],
  ["*", 1],
])("Vary %s is added to only if need be", (vary, count) => {
  const { headers } = answer({ headers: [HTML, ["vary", vary]] });
  expect(headers.filter(([name]) => name.toLowerCase() === "vary")).toHaveLength(count);
});
