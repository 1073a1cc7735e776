import { createHash, createHmac } from "node:crypto";

/** Who signs, and for which region. */
export interface Signer {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * The signature of a GET from S3. The SDK would cost more to load than the archives to fetch.
 * @param extra further headers to send and sign, lower-case names, such as `range`
 * @returns all headers to send, `host` included
 */
export function signGet(
  url: URL,
  s3: Signer,
  now: Date,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return sign({ method: "GET", url, service: "s3", sha256: EMPTY_SHA256 }, s3, now, extra);
}

/** The same for a POST to another service. */
export function signPost(
  url: URL,
  service: string,
  body: string,
  signer: Signer,
  now: Date,
): Record<string, string> {
  const sha256 = createHash("sha256").update(body).digest("hex");
  return sign({ method: "POST", url, service, sha256 }, signer, now, {});
}

/**
 * Signature Version 4 where path and query hold unreserved characters only and the query has one parameter
 * at most: nothing is left to encode or to sort.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
function sign(
  request: {
    readonly method: string;
    readonly url: URL;
    readonly service: string;
    readonly sha256: string;
  },
  signer: Signer,
  now: Date,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  const { method, url, service, sha256 } = request;
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const headers: Record<string, string> = {
    ...extra,
    host: url.host,
    "x-amz-content-sha256": sha256,
    "x-amz-date": stamp,
    ...(signer.sessionToken ? { "x-amz-security-token": signer.sessionToken } : {}),
  };
  const names = Object.keys(headers).sort();
  const signedHeaders = names.join(";");
  const canonical = [
    method,
    url.pathname,
    url.search.slice(1),
    ...names.map((name) => `${name}:${headers[name]!.trim()}`),
    "",
    signedHeaders,
    sha256,
  ].join("\n");
  const scope = `${stamp.slice(0, 8)}/${signer.region}/${service}/aws4_request`;
  const digest = createHash("sha256").update(canonical).digest("hex");
  const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${digest}`;
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${signer.secretAccessKey}`);
  const signature = hmac(key, toSign).toString("hex");
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${signer.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  };
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}
