import { timingSafeEqual } from "node:crypto";
import type { Service } from "../service.ts";
import type { Authorization } from "./authorization.ts";
import { computeSignature, type Signable, signingKey } from "./canonical.ts";
import type { FindKey, Key } from "./keys.ts";
import { refusal } from "./refusals.ts";
import type { Signing } from "./signing.ts";

const MAX_SKEW_MS = 15 * 60 * 1000;
// Their clients choose the region of the credential scope: IAM is global, and STS answers in every region.
const ANY_REGION = ["iam", "sts"];

/** A verified signature. The signatures of a body's chunks continue from it. */
export interface Verified {
  readonly key: Key;
  readonly signingKey: Buffer;
  readonly amzDate: string;
}

/**
 * Checks that the request was signed recently by a key that the embedded AWS issued.
 * @throws AwsError in the words of the service's protocol
 */
export function verifySignature(
  request: Signable,
  { authorization, amzDate, token, lifetime }: Signing,
  against: {
    readonly service: Service;
    readonly region: string;
    readonly findKey: FindKey;
    readonly now: number;
  },
): Verified {
  const { protocol, name } = against.service;
  const key = against.findKey(authorization.accessKeyId);
  if (key === undefined) throw refusal("unknown-key", protocol);
  if (token !== key.sessionToken) {
    // Without its token, a temporary key does not exist.
    throw refusal(token === undefined ? "unknown-key" : "bad-token", protocol);
  }
  if (key.expires !== undefined && key.expires <= against.now)
    throw refusal("expired-token", protocol);
  if (authorization.region !== against.region && !ANY_REGION.includes(name)) {
    throw refusal("region", protocol, { Region: against.region });
  }

  const time = parseAmzDate(amzDate);
  if (time === undefined || !amzDate.startsWith(authorization.date))
    throw refusal("wrong-signature", protocol);
  if (against.now - time > (lifetime ?? MAX_SKEW_MS)) {
    throw refusal(lifetime === undefined ? "skewed" : "expired-url", protocol);
  }
  if (time - against.now > MAX_SKEW_MS) throw refusal("skewed", protocol);
  if (!signsWhatMatters(request, authorization)) throw refusal("unsigned-headers", protocol);

  const derived = signingKey(key.secretAccessKey, authorization);
  const expected = computeSignature(request, authorization, amzDate, derived);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(authorization.signature))) {
    throw refusal("wrong-signature", protocol);
  }
  return { key, signingKey: derived, amzDate };
}

/** Whether the host and every `x-amz-` header are signed. Otherwise others could change them on the way. */
function signsWhatMatters(request: Signable, authorization: Authorization): boolean {
  const mustBeSigned = Object.keys(request.headers).filter(
    (name) => name === "host" || name.startsWith("x-amz-"),
  );
  return mustBeSigned.every((name) => authorization.signedHeaders.includes(name));
}

/** Parses `20261123T192100Z` into epoch milliseconds. */
function parseAmzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
