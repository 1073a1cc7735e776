import { AwsError, type Service } from "../service.ts";

/** Why a request is refused before a service sees it. */
export type Refusal =
  | "missing"
  | "unknown-key"
  | "bad-token"
  | "expired-token"
  | "wrong-signature"
  | "skewed"
  | "expired-url"
  | "unsigned-headers"
  | "region";

/** Only S3 has presigned URLs. */
type Words = Readonly<
  Record<Exclude<Refusal, "expired-url">, readonly [status: number, code: string, message: string]>
>;

const WRONG =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
const INVALID_TOKEN = "The security token included in the request is invalid.";
const EXPIRED = "The security token included in the request is expired";
const SKEWED =
  "Signature expired or not yet valid: the request's date and the server's differ by more than 15 minutes";
const EXPIRED_URL = "Request has expired";
const UNSIGNED = "There were headers present in the request which were not signed";
const REGION = "Credential should be scoped to a valid region.";

const S3: Readonly<Record<Refusal, Words["missing"]>> = {
  missing: [403, "AccessDenied", "Access Denied"],
  "unknown-key": [
    403,
    "InvalidAccessKeyId",
    "The AWS Access Key Id you provided does not exist in our records.",
  ],
  "bad-token": [400, "InvalidToken", "The provided token is malformed or otherwise invalid."],
  "expired-token": [400, "ExpiredToken", "The provided token has expired."],
  "wrong-signature": [403, "SignatureDoesNotMatch", WRONG],
  skewed: [
    403,
    "RequestTimeTooSkewed",
    "The difference between the request time and the current time is too large.",
  ],
  "expired-url": [403, "AccessDenied", EXPIRED_URL],
  "unsigned-headers": [403, "AccessDenied", UNSIGNED],
  region: [
    400,
    "AuthorizationHeaderMalformed",
    "The authorization header is malformed; the region is wrong",
  ],
};

const QUERY: Words = {
  missing: [403, "MissingAuthenticationToken", "Request is missing Authentication Token"],
  "unknown-key": [403, "InvalidClientTokenId", INVALID_TOKEN],
  "bad-token": [403, "InvalidClientTokenId", INVALID_TOKEN],
  "expired-token": [403, "ExpiredToken", EXPIRED],
  "wrong-signature": [403, "SignatureDoesNotMatch", WRONG],
  skewed: [403, "SignatureDoesNotMatch", SKEWED],
  "unsigned-headers": [403, "SignatureDoesNotMatch", UNSIGNED],
  region: [403, "SignatureDoesNotMatch", REGION],
};

const REST_JSON: Words = {
  missing: [403, "MissingAuthenticationTokenException", "Missing Authentication Token"],
  "unknown-key": [403, "UnrecognizedClientException", INVALID_TOKEN],
  "bad-token": [403, "UnrecognizedClientException", INVALID_TOKEN],
  "expired-token": [403, "ExpiredTokenException", EXPIRED],
  "wrong-signature": [403, "InvalidSignatureException", WRONG],
  skewed: [403, "InvalidSignatureException", SKEWED],
  "unsigned-headers": [403, "InvalidSignatureException", UNSIGNED],
  region: [403, "InvalidSignatureException", REGION],
};

/** Makes the refusal in the words of the service's protocol. */
export function refusal(
  why: Refusal,
  protocol: Service["protocol"],
  fields: Record<string, unknown> = {},
): AwsError {
  if (protocol === "rest-xml" || why === "expired-url") return new AwsError(...S3[why], fields);
  return new AwsError(...(protocol === "query" ? QUERY : REST_JSON)[why], fields);
}
