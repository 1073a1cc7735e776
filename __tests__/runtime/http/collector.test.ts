import { describe, expect, test } from "@jest/globals";
import { tooLarge } from "../../../runtime/src/events/payload-limit.ts";
import { restApi } from "../../../runtime/src/events/rest-api.ts";
import { Collector } from "../../../runtime/src/http/collector.ts";
import { compressed } from "../../../runtime/src/http/compress.ts";
import type { HeaderLines } from "../../../runtime/src/http/message.ts";
import { restEvent } from "../events/rest-event.ts";

const MB = 1024 * 1024;

/** Collects an answer of pieces of one megabyte. */
function collect(pieces: number, headers: HeaderLines) {
  const collector = new Collector();
  collector.head({ status: 200, headers });
  for (let piece = 0; piece < pieces; piece += 1)
    collector.chunk(Buffer.alloc(MB, 97 + (piece % 26)));
  return collector.response;
}

describe.each<[string, HeaderLines]>([
  ["of no announced length", []],
  ["that announces its length", [["Content-Length", String(20 * MB)]]],
  ["that announces less", [["Content-Length", "1"]]],
  ["that announces more than there is memory", [["Content-Length", "999999999999999"]]],
])("a body %s", (_, headers) => {
  test("is kept whole", () => {
    const { body, dropped } = collect(20, headers);
    expect([body.length, dropped]).toEqual([20 * MB, undefined]);
    expect(Array.from({ length: 20 }, (_, piece) => body[piece * MB])).toEqual(
      Array.from({ length: 20 }, (_, piece) => 97 + (piece % 26)),
    );
  });
});

test("a body that no result can hold is counted, and not kept", () => {
  const type = [["Content-Type", "text/plain"]] as const;
  const response = collect(60, type);
  expect(response.dropped).toBe(60 * MB - response.body.length);
  expect(response.body.buffer.byteLength).toBe(32 * MB);
  // Half of a text must not be taken for all of it.
  const request = { method: "GET", headers: [["accept-encoding", "gzip"]] as const };
  expect(compressed(request, response)).toBe(response);
  expect(tooLarge(restApi.toResult(restEvent(), response), response)).toMatchObject({
    detail: expect.stringContaining("It is 60.0 MB as Lambda sends it"),
  });
});

test("no announced length is taken for memory", () => {
  const collector = new Collector();
  const headers = [["Content-Length", "999999999999999"]] as const;
  collector.head({ status: 200, headers });
  for (const piece of ["o", "k"]) collector.chunk(Buffer.from(piece));
  expect(collector.response).toEqual({ status: 200, headers, body: Buffer.from("ok") });
});
