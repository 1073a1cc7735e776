import { AwsError } from "../service.ts";
import { type Authorization, parseAuthorization } from "./authorization.ts";
import { refusal } from "./refusals.ts";

/** How a request is signed: by headers, or in the query of a presigned URL. */
export interface Signing {
  readonly authorization: Authorization;
  /** `20261123T192100Z`; empty where it is missing. */
  readonly amzDate: string;
  /** Of a temporary key. */
  readonly token: string | undefined;
  /** What the signature covers of the query. */
  readonly rawQuery: string;
  /** The query without what it says of the signature. */
  readonly query: URLSearchParams;
  /** As declared; undefined where the service computes it itself. */
  readonly payloadHash: string | undefined;
  /** Milliseconds that a presigned URL is valid. */
  readonly lifetime: number | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const LONGEST = 7 * 24 * 3600;

/** @throws AwsError where there is no signature, or it is malformed */
export function signingOf(headers: Readonly<Record<string, string>>, rawQuery: string): Signing {
  const query = new URLSearchParams(rawQuery);
  if (query.has("X-Amz-Algorithm")) return presigned(query, rawQuery);
  if (query.has("Signature")) {
    throw new AwsError(501, "NotImplemented", "The embedded AWS does not take Signature Version 2");
  }
  // Without a scope nothing says which service was meant: only S3 has anonymous requests at all.
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
  // One that another service's name is in would be taken for that service's request.
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
