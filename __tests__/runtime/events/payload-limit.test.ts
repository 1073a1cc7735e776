import { describe, expect, test } from "@jest/globals";
import { loadBalancer } from "../../../runtime/src/events/load-balancer.ts";
import { PAYLOAD_LIMIT, tooLarge } from "../../../runtime/src/events/payload-limit.ts";
import { restApi } from "../../../runtime/src/events/rest-api.ts";
import { loadBalancerEvent } from "./events.ts";
import { restEvent } from "./rest-event.ts";

function problem(bytes: number, type: string) {
  const body = Buffer.alloc(bytes, 97);
  const response = { status: 200, headers: [["Content-Type", type]] as const, body };
  return tooLarge(restApi.toResult(restEvent(), response), response);
}

describe("a result of 6 MB", () => {
  test.each([
    [PAYLOAD_LIMIT - 1000, "text/plain", false],
    [PAYLOAD_LIMIT, "text/plain", true],
    [PAYLOAD_LIMIT - 1000, "image/png", true],
    [(PAYLOAD_LIMIT * 3) / 4 - 1000, "image/png", false],
  ])("%i bytes of %s are too large: %s", (bytes, type, large) => {
    expect(problem(bytes, type) !== undefined).toBe(large);
  });

  test("may have exactly the limit's bytes of JSON", () => {
    const response = { status: 200, headers: [], body: Buffer.alloc(PAYLOAD_LIMIT) };
    expect(tooLarge("a".repeat(PAYLOAD_LIMIT - 2), response)).toBeUndefined();
    expect(tooLarge("a".repeat(PAYLOAD_LIMIT - 1), response)).toMatchObject({
      status: 502,
      detail: expect.stringContaining("It is 6.0 MB as Lambda sends it"),
    });
  });

  test("is measured only for a body that could exceed it: from two megabytes on", () => {
    const result = "a".repeat(2 * PAYLOAD_LIMIT);
    const body = Buffer.alloc(Math.ceil(PAYLOAD_LIMIT / 2.8));
    expect(tooLarge(result, { status: 200, headers: [], body })).toMatchObject({
      status: 502,
      detail: expect.stringContaining("It is 12.0 MB as Lambda sends it"),
    });
    const less = { status: 200, headers: [], body: body.subarray(1) };
    expect(tooLarge(result, less)).toBeUndefined();
  });

  test("of text that JSON would make six times as long is measured too, as base64", () => {
    const body = Buffer.alloc((PAYLOAD_LIMIT * 3) / 4, 1);
    const response = { status: 200, headers: [["Content-Type", "text/plain"]] as const, body };
    expect(tooLarge(restApi.toResult(restEvent(), response), response)).toMatchObject({
      detail: expect.stringContaining("It is 6.0 MB as Lambda sends it"),
    });
  });

  test("is 1 MB for a load balancer, and the page says so", () => {
    const { limit } = loadBalancer;
    const large = (bytes: number) => {
      const headers = [["Content-Type", "text/plain"]] as const;
      const response = { status: 200, headers, body: Buffer.alloc(bytes, 97) };
      return tooLarge(loadBalancer.toResult(loadBalancerEvent(), response), response, limit);
    };
    expect(large(1024 * 1024 - 200)).toBeUndefined();
    expect(large(1024 * 1024)).toMatchObject({
      status: 502,
      // It cannot stream.
      detail: expect.stringMatching(/a load balancer allows 1\.0 MB\. Serve such files from S3/),
    });
  });

  test("is replaced by a page that names the size, the limit and the way out", () => {
    expect(problem(PAYLOAD_LIMIT, "image/png")).toMatchObject({
      status: 502,
      detail: expect.stringMatching(/8\.0 MB.*6\.0 MB.*`response-mode: stream`.*from S3/),
    });
  });
});
