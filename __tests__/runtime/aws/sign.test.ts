import { expect, test } from "@jest/globals";
import { signGet, signPost } from "../../../runtime/src/aws/sign.ts";

const signer = {
  region: "us-east-1",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const now = new Date("2013-05-24T00:00:00Z");

test("the signature is the one of AWS's own example", () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "Example: GET Object"
  const url = new URL("https://examplebucket.s3.amazonaws.com/test.txt");
  const headers = signGet(url, signer, now, { range: "bytes=0-9" });
  expect(headers.authorization).toMatch(
    /Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41$/,
  );
});

test("a session's token is sent and signed", () => {
  const session = { ...signer, sessionToken: "token" };
  const headers = signGet(new URL("https://b.example/k"), session, now);
  expect(headers).toMatchObject({ "x-amz-security-token": "token", host: "b.example" });
  expect(headers.authorization).toContain(
    "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,",
  );
});

test("without a session there is no token", () => {
  const headers = signGet(new URL("https://b.example/k"), signer, now);
  expect(Object.keys(headers)).not.toContain("x-amz-security-token");
});

test("a POST is signed for its service, with the digest of its body", () => {
  const headers = signPost(new URL("https://l.example/"), "lambda", "{}", signer, now);
  expect(headers.authorization).toContain("/20130524/us-east-1/lambda/aws4_request,");
  expect(headers["x-amz-content-sha256"]).toBe(
    "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
  );
});
