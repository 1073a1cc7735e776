import { describe, expect, test } from "@jest/globals";
import { credentialScope, parseAuthorization } from "../../../local/signature/authorization.ts";

const HEADER = `AWS4-HMAC-SHA256 Credential=AKIA1/20261123/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0f".repeat(32)}`;

describe("an Authorization header", () => {
  test("names the key, the scope and what is signed", () => {
    const parsed = parseAuthorization(HEADER)!;
    expect(parsed).toEqual({
      accessKeyId: "AKIA1",
      date: "20261123",
      region: "eu-west-1",
      service: "s3",
      signedHeaders: ["host", "x-amz-date"],
      signature: "0f".repeat(32),
    });
    expect(credentialScope(parsed)).toBe("20261123/eu-west-1/s3/aws4_request");
    expect(parseAuthorization(HEADER.replaceAll(", ", ","))).toEqual(parsed);
  });

  test.each([
    ["another algorithm", HEADER.replace("SHA256", "SHA1")],
    ["a short date", HEADER.replace("20261123", "2026")],
    ["another end of the scope", HEADER.replace("aws4_request", "aws5_request")],
    ["a signature that is not hexadecimal", HEADER.replace("0f0f", "0G0f")],
    ["a longer signature", `${HEADER}0`],
    ["a header in upper case", HEADER.replace("host", "Host")],
  ])("with %s is malformed", (_, header) => {
    expect(parseAuthorization(header)).toBeUndefined();
  });
});
