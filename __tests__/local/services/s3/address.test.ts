import { describe, expect, test } from "@jest/globals";
import { parseAddress } from "../../../../local/services/s3/address.ts";

describe("a path", () => {
  test.each([
    ["/", "", ""],
    ["/bucket", "bucket", ""],
    ["/bucket/", "bucket", ""],
    ["/bucket/a/b%2Fc%20d", "bucket", "a/b/c d"],
    ["/a.b-1/../../x", "a.b-1", "../../x"],
  ])("%s names its bucket and object", (path, bucket, key) => {
    expect(parseAddress(path)).toEqual({ bucket, key });
  });

  test.each([
    ["/ab", "InvalidBucketName"],
    ["/Bucket", "InvalidBucketName"],
    ["/a..b", "InvalidBucketName"],
    ["/-ab", "InvalidBucketName"],
    ["/10.0.0.1", "InvalidBucketName"],
    ["/../x", "InvalidBucketName"],
    ["/bucket/%ff", "InvalidURI"],
  ])("%s is refused by %s", (path, code) => {
    expect(() => parseAddress(path)).toThrow(expect.objectContaining({ code }));
  });

  test("may have a bucket of 63 characters and an object of 1,024 bytes", () => {
    const bucket = "b".repeat(63);
    const key = "x".repeat(1024);
    expect(parseAddress(`/${bucket}/${key}`)).toEqual({ bucket, key });
    expect(() => parseAddress(`/${bucket}b`)).toThrow("bucket is not valid");
    for (const long of [`${key}x`, "%C3%BC".repeat(513)]) {
      expect(() => parseAddress(`/bucket/${long}`)).toThrow("key is too long");
    }
  });
});
