import { AwsError } from "../service.ts";
import { type Authorization, parseAuthorization } from "./authorization.ts";
import { refusal } from "./refusals.ts";

/** How a request is signed: in headers, or in the query of a presigned URL. */
export interface Signing {
  readonly authorization: Authorization;
  /** Such as `20261123T192100Z`. Empty if it is missing. */
  readonly amzDate: string;
  /** The token of a temporary key. */
  readonly token: string | undefined;
  /** The part of the query that the signature covers. */
  readonly rawQuery: string;
  /** The query without the parameters of the signature. */
  readonly query: URLSearchParams;
  /** As declared. Undefined if the service has to compute it. */
  readonly payloadHash: string | undefined;
  /** How long a presigned URL is valid, in milliseconds. Undefined for signatures in headers. */
  readonly lifetime: number | undefined;
}

/** Seconds. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const LONGEST = 7 * 24 * 3600;

/** Reads how a request is signed. @throws AwsError if it is not, or the signature is malformed */
export function signingOf(headers: Readonly<Record<string, string>>, rawQuery: string): Signing {
  const query = new URLSearchParams(rawQuery);
  if (query.has("X-Amz-Algorithm")) return presigned(query, rawQuery);
  if (query.has("Signature")) {
    throw new AwsError(
      501,
      "NotImplemented",
      "The embedded AWS does not accept Signature Version 2",
    );
  }
  // Without a scope the service is unknown. Only S3 knows anonymous requests, so the refusal is S3's.
  if (headers.authorization === undefined) throw refusal("missing", "rest-xml");
  const authorization = parseAuthorization(headers.authorization);
  if (authorization === undefined) {
    throw new AwsError(
      400,
      "AuthorizationHeaderMalformed",
      "The authorization header is malformed",
    );
  }
  return {
    authorization,
    amzDate: headers["x-amz-date"] ?? "",
    token: headers["x-amz-security-token"],
    rawQuery,
    query,
    payloadHash: headers["x-amz-content-sha256"],
    lifetime: undefined,
  };
}

function presigned(query: URLSearchParams, rawQuery: string): Signing {
  const field = (name: string) => query.get(`X-Amz-${name}`) ?? "";
  const authorization = parseAuthorization(
    `${field("Algorithm")} Credential=${field("Credential")}, SignedHeaders=${field("SignedHeaders")}, Signature=${field("Signature")}`,
  );
  const seconds = Number(field("Expires") || Number.NaN);
  const lasts = Number.isInteger(seconds) && seconds > 0 && seconds <= LONGEST;
  // A presigned URL in another service's name would be handled as that service's request.
  if (authorization?.service !== "s3" || !lasts) {
    throw new AwsError(
      400,
      "AuthorizationQueryParametersError",
      "Error parsing the X-Amz-Credential or X-Amz-Expires parameter",
    );
  }
  return {
    authorization,
    amzDate: field("Date"),
    token: query.get("X-Amz-Security-Token") ?? undefined,
    rawQuery: rawQuery
      .split("&")
      .filter((pair) => !pair.startsWith("X-Amz-Signature="))
      .join("&"),
    query: new URLSearchParams([...query].filter(([name]) => !name.startsWith("X-Amz-"))),
    payloadHash: query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
    lifetime: seconds * 1000,
  };
}
