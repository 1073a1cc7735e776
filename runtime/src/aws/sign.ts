import { createHash, createHmac } from "node:crypto";

/** The credentials to sign with, and the region to sign for. */
export interface Signer {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * Signs a GET from S3. Loading the SDK would take longer than fetching the archives.
 * @param extra further headers to send and sign, such as `range`; names in lower case
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

/**
 * Signs a POST to another service.
 * @param extra further headers to send and sign; names in lower case
 * @returns all headers to send, `host` included
 */
export function signPost(
  url: URL,
  service: string,
  body: string,
  signer: Signer,
  now: Date,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const sha256 = createHash("sha256").update(body).digest("hex");
  return sign({ method: "POST", url, service, sha256 }, signer, now, extra);
}

/**
 * Makes a Signature Version 4. The path and query may hold unreserved characters only, and the query at most one
 * parameter, so that there is nothing to encode or to sort.
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
    ...names.map((name) => `${name}:${headers[name]}`),
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
