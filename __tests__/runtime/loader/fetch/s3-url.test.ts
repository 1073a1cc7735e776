import { expect, test } from "@jest/globals";
import { objectUrl } from "../../../../runtime/src/loader/fetch/s3-url.ts";

const s3 = {
  bucket: "examplebucket",
  region: "us-east-1",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

test.each([
  [s3, "https://examplebucket.s3.us-east-1.amazonaws.com/a/b%20%28c%29"],
  [{ ...s3, bucket: "a.b" }, "https://s3.us-east-1.amazonaws.com/a.b/a/b%20%28c%29"],
  [
    { ...s3, region: "cn-north-1" },
    "https://examplebucket.s3.cn-north-1.amazonaws.com.cn/a/b%20%28c%29",
  ],
  [
    { ...s3, endpoint: "http://localhost:4566/" },
    "http://localhost:4566/examplebucket/a/b%20%28c%29",
  ],
])("an object's address: %#", (location, url) => {
  expect(objectUrl(location, "a/b (c)").href).toBe(url);
});
