/** The signature that a request carries in its Authorization header. */
export interface Authorization {
  readonly accessKeyId: string;
  /** `20261123`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const SHAPE =
  /^AWS4-HMAC-SHA256 +Credential=(?<key>[A-Za-z0-9]+)\/(?<date>\d{8})\/(?<region>[a-z0-9-]+)\/(?<service>[a-z0-9-]+)\/aws4_request, *SignedHeaders=(?<headers>[a-z0-9;._-]+), *Signature=(?<signature>[0-9a-f]{64})$/;

/** Parses an Authorization header. @returns undefined if it is not a well-formed Signature Version 4 */
export function parseAuthorization(header: string): Authorization | undefined {
  const groups = SHAPE.exec(header)?.groups;
  if (groups === undefined) return undefined;
  return {
    accessKeyId: groups.key!,
    date: groups.date!,
    region: groups.region!,
    service: groups.service!,
    signedHeaders: groups.headers!.split(";"),
    signature: groups.signature!,
  };
}

/** Writes the scope, such as `20261123/eu-west-1/s3/aws4_request`. */
export function credentialScope(authorization: Authorization): string {
  const { date, region, service } = authorization;
  return `${date}/${region}/${service}/aws4_request`;
}
