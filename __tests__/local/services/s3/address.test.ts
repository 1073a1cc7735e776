import { describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../../../local/services/s3/address.ts";

describe("a path", () => {
  test.each([
    ["/", "", ""],
    ["/bucket", "bucket", ""],
    ["/bucket/", "bucket", ""],
    ["/bucket/a/b%2Fc%20d", "bucket", "a/b/c d"],
    ["/a.b-1/../../x", "a.b-1", "../../x"],
    [`/bucket/${"x".repeat(1024)}`, "bucket", "x".repeat(1024)],
  ])("%.40s names its bucket and object", (path, bucket, key) => {
    expect(parseAddress(path)).toEqual({ bucket, key });
  });

  test.each([
    ["/ab", "InvalidBucketName"],
    [`/${"b".repeat(64)}`, "InvalidBucketName"],
    ["/Bucket", "InvalidBucketName"],
    ["/a..b", "InvalidBucketName"],
    ["/-ab", "InvalidBucketName"],
    ["/10.0.0.1", "InvalidBucketName"],
    ["/../x", "InvalidBucketName"],
    [`/bucket/${"x".repeat(1025)}`, "KeyTooLongError"],
    [`/bucket/${"%C3%BC".repeat(513)}`, "KeyTooLongError"],
    ["/bucket/%ff", "InvalidURI"],
  ])("%.40s is refused by %s", (path, code) => {
    expect(() => parseAddress(path)).toThrow(expect.objectContaining({ code }));
  });
});
