import { describe, expect, test } from "@jest/globals";
import type { Authorization } from "../../../local/signature/authorization.ts";
import {
  canonicalRequest,
  computeSignature,
  type Signable,
  sha256Hex,
  signingKey,
} from "../../../local/signature/canonical.ts";

const authorization: Authorization = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  date: "20130524",
  region: "us-east-1",
  service: "s3",
  signedHeaders: ["host", "range", "x-amz-content-sha256", "x-amz-date"],
  signature: "",
};
const request: Signable = {
  method: "GET",
  rawPath: "/test.txt",
  rawQuery: "",
  headers: {
    host: "examplebucket.s3.amazonaws.com",
    range: "bytes=0-9",
    "x-amz-content-sha256": sha256Hex(""),
    "x-amz-date": "20130524T000000Z",
  },
  payloadHash: sha256Hex(""),
};

/** One line of the canonical request. */
const line = (number: number, change: Partial<Signable>, service = "s3") =>
  canonicalRequest({ ...request, ...change }, { ...authorization, service }).split("\n")[number];

describe("a signature", () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
  test("is the one of AWS's example", () => {
    const key = signingKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", authorization);
    expect(computeSignature(request, authorization, "20130524T000000Z", key)).toBe(
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    );
  });

  test("covers the path as sent in S3, and encoded once more elsewhere", () => {
    expect(line(1, { rawPath: "/a%2Fb c" })).toBe("/a%2Fb c");
    expect(line(1, { rawPath: "/a%2Fb/!" }, "lambda")).toBe("/a%252Fb/%21");
  });

  test("covers the query in order, each part encoded alike", () => {
    expect(line(2, { rawQuery: "b=2&a=z&a=b%2fc&d&e=f=g&c='%ff" })).toBe(
      "a=b%2Fc&a=z&b=2&c=%27%25ff&d=&e=f%3Dg",
    );
    expect(line(2, {})).toBe("");
  });

  test("covers headers without needless white space; one that is missing is empty", () => {
    expect(line(3, { headers: { host: "  a \t b  " } })).toBe("host:a b");
    expect(line(4, { headers: {} })).toBe("range:");
  });
});
