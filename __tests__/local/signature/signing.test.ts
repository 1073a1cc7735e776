import { describe, expect, test } from "@jest/globals";
import { signingOf } from "../../../local/signature/signing.ts";

const SIGNATURE = "0f".repeat(32);
const authorization = `AWS4-HMAC-SHA256 Credential=AKIA1/20261123/r/lambda/aws4_request, SignedHeaders=host, Signature=${SIGNATURE}`;

function presigned(changes: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    "x-id": "PutObject",
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": "AKIA1/20261123/r/s3/aws4_request",
    "X-Amz-Date": "20261123T192100Z",
    "X-Amz-Expires": "60",
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Signature": SIGNATURE,
    ...changes,
  });
  return query.toString();
}

describe("a request signed in its headers", () => {
  test("has its date, token and payload in headers", () => {
    const headers = {
      authorization,
      "x-amz-date": "20261123T192100Z",
      "x-amz-security-token": "token",
      "x-amz-content-sha256": "hash",
    };
    expect(signingOf(headers, "a=1")).toMatchObject({
      authorization: { accessKeyId: "AKIA1", service: "lambda", signature: SIGNATURE },
      amzDate: "20261123T192100Z",
      token: "token",
      rawQuery: "a=1",
      payloadHash: "hash",
      lifetime: undefined,
    });
    expect(signingOf({ authorization }, "")).toMatchObject({ amzDate: "", token: undefined });
  });

  test.each([
    ["nothing", {}, "", "AccessDenied"],
    ["a malformed header", { authorization: "Basic x" }, "", "AuthorizationHeaderMalformed"],
    ["a signature of version 2", {}, "Signature=x", "NotImplemented"],
  ])("is refused with %s", (_, headers, query, code) => {
    expect(() => signingOf(headers, query)).toThrow(expect.objectContaining({ code }));
  });
});

describe("a presigned URL", () => {
  test("has everything in its query, which is signed without the signature itself", () => {
    const signing = signingOf({}, presigned({ "X-Amz-Security-Token": "token" }));
    expect(signing).toMatchObject({
      authorization: { service: "s3", signedHeaders: ["host"] },
      amzDate: "20261123T192100Z",
      token: "token",
      payloadHash: "UNSIGNED-PAYLOAD",
      lifetime: 60_000,
    });
    expect(signing.query.toString()).toBe("x-id=PutObject");
    expect(signing.rawQuery).toBe(
      presigned({ "X-Amz-Security-Token": "token" }).replace(`&X-Amz-Signature=${SIGNATURE}`, ""),
    );
  });

  test("may declare its payload", () => {
    const query = presigned({ "X-Amz-Content-Sha256": "hash" });
    expect(signingOf({}, query).payloadHash).toBe("hash");
  });

  test("lasts a week at most", () => {
    expect(signingOf({}, presigned({ "X-Amz-Expires": "604800" })).lifetime).toBe(604_800_000);
  });

  test.each([
    ["a longer time", { "X-Amz-Expires": "604801" }],
    ["no time", { "X-Amz-Expires": "0" }],
    ["an empty time", { "X-Amz-Expires": "" }],
    ["half a second", { "X-Amz-Expires": "0.5" }],
    ["another service", { "X-Amz-Credential": "AKIA1/20261123/r/lambda/aws4_request" }],
    ["a malformed credential", { "X-Amz-Credential": "AKIA1" }],
  ])("is refused with %s", (_, changes) => {
    expect(() => signingOf({}, presigned(changes))).toThrow(
      expect.objectContaining({ code: "AuthorizationQueryParametersError" }),
    );
  });
});
