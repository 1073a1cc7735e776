import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { checkInput } from "../../../../local/services/s3/inputs.ts";

const check = (operation: string, headers: Record<string, string> = {}, query = "") =>
  checkInput(operation, {
    id: "1",
    method: "GET",
    rawPath: "/bucket/key",
    query: new URLSearchParams(query),
    headers,
    body: Readable.from([]),
    principal: { arn: "arn", account: "1" },
  });

describe("the input of an operation", () => {
  test.each<[string, Record<string, string>, string]>([
    [
      "GetObject",
      { "x-amz-date": "d", range: "bytes=0-1", "x-amz-checksum-mode": "ENABLED" },
      "x-id=GetObject",
    ],
    [
      "PutObject",
      { "x-amz-meta-origin": "o", "x-amz-checksum-sha256": "s", "if-none-match": "*" },
      "",
    ],
    ["ListObjectsV2", {}, "list-type=2&prefix=p&delimiter=/"],
    ["GetBucketTagging", { "x-amz-expected-bucket-owner": "1" }, "tagging"],
  ])("of %s is accepted as far as it is implemented", (operation, headers, query) => {
    expect(() => check(operation, headers, query)).not.toThrow();
  });

  test.each<[string, Record<string, string>, string, string]>([
    ["PutObject", { "x-amz-acl": "public-read" }, "", "x-amz-acl"],
    ["GetObject", { "x-amz-meta-origin": "o" }, "", "x-amz-meta-origin"],
    ["PutObject", { "x-amz-checksum-mode": "ENABLED" }, "", "x-amz-checksum-mode"],
    ["GetObject", {}, "versionId=1", "versionId"],
    ["GetObject", { "if-modified-since": "then" }, "", "if-modified-since"],
    ["GetObject", { "if-unmodified-since": "then" }, "", "if-unmodified-since"],
  ])("of %s is refused where it is not: %j %s", (operation, headers, query, name) => {
    expect(() => check(operation, headers, query)).toThrow(`\`${name}\``);
  });
});
