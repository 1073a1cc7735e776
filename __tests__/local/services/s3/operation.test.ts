import { expect, test } from "@jest/globals";
import { s3Operation } from "../../../../local/services/s3/operation.ts";

test.each([
  ["GET", "/", "ListBuckets"],
  ["POST", "/", "POST"],
  ["PUT", "/b", "CreateBucket"],
  ["PUT", "/b/", "CreateBucket"],
  ["HEAD", "/b", "HeadBucket"],
  ["GET", "/b?list-type=2&prefix=x", "ListObjectsV2"],
  ["GET", "/b?list-type=1", "ListObjects"],
  ["GET", "/b?tagging", "GetBucketTagging"],
  ["PUT", "/b?tagging", "PutBucketTagging"],
  ["DELETE", "/b", "DeleteBucket"],
  ["DELETE", "/b?cors", "DELETE cors on a bucket"],
  ["PUT", "/b/k", "PutObject"],
  ["GET", "/b/k?x-id=GetObject", "GetObject"],
  ["HEAD", "/b/k", "HeadObject"],
  ["DELETE", "/b/k", "DeleteObject"],
  ["POST", "/b/k?uploads", "CreateMultipartUpload"],
  ["GET", "/b/k?acl", "GET acl on an object"],
])("%s %s is %s", (method, url, operation) => {
  const [rawPath = "", query = ""] = url.split("?");
  const request = { method, rawPath, query: new URLSearchParams(query), headers: {} };
  expect(s3Operation(request)).toBe(operation);
});

test("a PUT that names a source copies", () => {
  const headers = { "x-amz-copy-source": "/b/other" };
  const request = { method: "PUT", rawPath: "/b/k", query: new URLSearchParams(), headers };
  expect(s3Operation(request)).toBe("CopyObject");
});
