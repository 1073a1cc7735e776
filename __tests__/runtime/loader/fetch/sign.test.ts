import { expect, test } from "@jest/globals";
import { objectUrl } from "../../../../runtime/src/loader/fetch/s3-url.ts";
import { signGet } from "../../../../runtime/src/loader/fetch/sign.ts";

const s3 = {
  bucket: "examplebucket",
  region: "us-east-1",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

test("the signature is the one of AWS's own example", () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "Example: GET Object"
  const url = new URL("https://examplebucket.s3.amazonaws.com/test.txt");
  const headers = signGet(url, s3, new Date("2013-05-24T00:00:00Z"), { range: "bytes=0-9" });
  expect(headers.authorization).toMatch(
    /Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41$/,
  );
});

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
