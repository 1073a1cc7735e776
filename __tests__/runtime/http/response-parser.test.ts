import { describe, expect, test } from "@jest/globals";
import { Collector } from "../../../runtime/src/http/collector.ts";
import { ResponseParser } from "../../../runtime/src/http/response-parser.ts";
import { ANSWERED, REFUSED, type Sent } from "../server/hostile-answers.ts";

/** Reads bytes in pieces of one size. @returns the answer; the error; nothing if more must come */
function read({ bytes, method = "GET", closes }: Sent, size: number): unknown {
  const collector = new Collector();
  const parser = new ResponseParser(method, collector);
  const all = Buffer.from(bytes, "latin1");
  try {
    for (let at = 0; at < all.length && !parser.done; at += size) {
      parser.push(all.subarray(at, at + size));
    }
  } catch (error) {
    return (error as Error).name;
  }
  if (!parser.done && !(closes && parser.end())) return undefined;
  const { status, body } = collector.response;
  return { status, body: body.toString("latin1") };
}

describe.each([1, 7, 1000])("in pieces of %i bytes", (size) => {
  test.each(ANSWERED)("$title is answered", (sent) => {
    expect(read(sent, size)).toEqual(sent.answer);
  });

  test.each(REFUSED)("$title is no answer", (sent) => {
    // Where the connection ends early, the bytes alone are right.
    expect(["BadAnswer", undefined]).toContain(read(sent, size));
    if (!sent.closes) expect(read(sent, size)).toBe("BadAnswer");
  });
});

test("a head of 16 KB is read, a longer one is refused", () => {
  const head = (length: number) => {
    const start = "HTTP/1.1 204 No\r\nX: ";
    return { title: "", bytes: `${start}${"x".repeat(length - start.length)}\r\n\r\n` };
  };
  expect(read(head(16_384), 1000)).toEqual({ status: 204, body: "" });
  expect(read(head(16_385), 1000)).toBe("BadAnswer");
});
