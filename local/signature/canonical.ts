import { createHash, createHmac } from "node:crypto";
import { type Authorization, credentialScope } from "./authorization.ts";

/** The parts of a request that a signature covers. */
export interface Signable {
  readonly method: string;
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payloadHash: string;
}

/**
 * Writes what was signed in the canonical form, which client and server agree on.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(request: Signable, authorization: Authorization): string {
  const headers = authorization.signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? "").trim().replace(/\s+/g, " ")}\n`,
  );
  return [
    request.method,
    canonicalPath(request.rawPath, authorization.service),
    canonicalQuery(request.rawQuery),
    headers.join(""),
    authorization.signedHeaders.join(";"),
    request.payloadHash,
  ].join("\n");
}

/** Derives the signing key of one day, region and service. */
export function signingKey(secret: string, authorization: Authorization): Buffer {
  const { date, region, service } = authorization;
  return [date, region, service, "aws4_request"].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secret}`),
  );
}

/** Computes the signature that a holder of the secret computes. */
export function computeSignature(
  request: Signable,
  authorization: Authorization,
  amzDate: string,
  key: Buffer,
): string {
  const text = [
    "AWS4-HMAC-SHA256",
    amzDate,
    credentialScope(authorization),
    sha256Hex(canonicalRequest(request, authorization)),
  ].join("\n");
  return hmac(key, text).toString("hex");
}

export function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

export function sha256Hex(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

// S3 signs the path as it is sent. All other services encode it once more.
function canonicalPath(rawPath: string, service: string): string {
  if (service === "s3") return rawPath;
  return rawPath.split("/").map(encode).join("/");
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === "") return "";
  return rawQuery
    .split("&")
    .map((pair) => {
      const [name = "", ...rest] = pair.split("=");
      return [encode(decode(name)), encode(decode(rest.join("=")))] as const;
    })
    .sort(([a, av], [b, bv]) => (a === b ? compare(av, bv) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Not valid UTF-8. No client signs that, so the signatures will differ.
  }
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
