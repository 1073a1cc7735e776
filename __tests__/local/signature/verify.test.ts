import { describe, expect, test } from "@jest/globals";
import type { Service } from "../../../local/service.ts";
import type { Authorization } from "../../../local/signature/authorization.ts";
import { computeSignature, signingKey } from "../../../local/signature/canonical.ts";
import type { Key } from "../../../local/signature/keys.ts";
import { verifySignature } from "../../../local/signature/verify.ts";

const SECRET = "secret";
const TIME = Date.UTC(2026, 10, 23, 19, 21, 0);
const MINUTE = 60_000;
const principal = { arn: "arn:aws:iam::1:user/deployer", account: "1" };

/** Verifies a request that is right but for the changes. @returns "verified", or the code of the refusal */
function verify(
  changes: {
    key?: Partial<Key>;
    token?: string;
    name?: string;
    region?: string;
    date?: string;
    amzDate?: string;
    now?: number;
    lifetime?: number;
    headers?: Record<string, string>;
    secret?: string;
    accessKeyId?: string;
  } = {},
): string {
  const { name = "lambda", amzDate = "20261123T192100Z" } = changes;
  const scope = { date: changes.date ?? "20261123", region: changes.region ?? "r", service: name };
  const unsigned: Authorization = {
    ...scope,
    accessKeyId: changes.accessKeyId ?? "AKIA",
    signedHeaders: ["host", "x-amz-date"],
    signature: "",
  };
  const request = {
    method: "GET",
    rawPath: "/",
    rawQuery: "",
    headers: { host: "h", "x-amz-date": amzDate, ...changes.headers },
    payloadHash: "hash",
  };
  const key = signingKey(changes.secret ?? SECRET, unsigned);
  const authorization = {
    ...unsigned,
    signature: computeSignature(request, unsigned, amzDate, key),
  };
  const protocol = name === "s3" ? "rest-xml" : name === "lambda" ? "rest-json" : "query";
  try {
    verifySignature(
      request,
      {
        authorization,
        amzDate,
        token: changes.token,
        lifetime: changes.lifetime,
        rawQuery: "",
        query: new URLSearchParams(),
        payloadHash: "hash",
      },
      {
        service: { name, protocol } as Service,
        region: "r",
        findKey: (id) =>
          id === "AKIA" ? { secretAccessKey: SECRET, principal, ...changes.key } : undefined,
        now: changes.now ?? TIME,
      },
    );
    return "verified";
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe("a signature is verified", () => {
  test.each<[string, Parameters<typeof verify>[0]]>([
    ["with the right secret", {}],
    ["fifteen minutes late", { now: TIME + 15 * MINUTE }],
    ["fifteen minutes early", { now: TIME - 15 * MINUTE }],
    ["with the token of its session", { key: { sessionToken: "t" }, token: "t" }],
    ["while its session lasts", { key: { expires: TIME + 1 } }],
    ["for any region in IAM", { name: "iam", region: "us-east-1" }],
    ["for any region in STS", { name: "sts", region: "aws-global" }],
    [
      "for as long as a presigned URL is valid",
      { name: "s3", lifetime: 60 * MINUTE, now: TIME + 60 * MINUTE },
    ],
    ["with other headers that are not signed", { headers: { accept: "a" } }],
  ])("%s", (_, changes) => {
    expect(verify(changes)).toBe("verified");
  });
});

describe("a signature is refused", () => {
  test.each<[string, Parameters<typeof verify>[0], string]>([
    ["with another secret", { secret: "other" }, "InvalidSignatureException"],
    ["with an unknown key", { accessKeyId: "OTHER" }, "UnrecognizedClientException"],
    [
      "with another token",
      { key: { sessionToken: "t" }, token: "u" },
      "UnrecognizedClientException",
    ],
    ["without its token", { name: "s3", key: { sessionToken: "t" } }, "InvalidAccessKeyId"],
    ["with a token that the key does not have", { name: "s3", token: "t" }, "InvalidToken"],
    ["at the end of its session", { key: { expires: TIME } }, "ExpiredTokenException"],
    ["for another region", { region: "other" }, "InvalidSignatureException"],
    ["for another region in S3", { name: "s3", region: "other" }, "AuthorizationHeaderMalformed"],
    ["later", { name: "s3", now: TIME + 15 * MINUTE + 1 }, "RequestTimeTooSkewed"],
    ["earlier", { name: "s3", now: TIME - 15 * MINUTE - 1 }, "RequestTimeTooSkewed"],
    [
      "of a presigned URL that is over",
      { name: "s3", lifetime: MINUTE, now: TIME + MINUTE + 1 },
      "AccessDenied",
    ],
    [
      "of a presigned URL from the future",
      { name: "s3", lifetime: MINUTE, now: TIME - 16 * MINUTE },
      "RequestTimeTooSkewed",
    ],
    ["with another date than its scope's", { date: "20261124" }, "InvalidSignatureException"],
    ["with a malformed date", { amzDate: "20261123" }, "InvalidSignatureException"],
    [
      "with an x-amz- header that is not signed",
      { name: "s3", headers: { "x-amz-acl": "a" } },
      "AccessDenied",
    ],
  ])("%s", (_, changes, code) => {
    expect(verify(changes)).toBe(code);
  });
});
