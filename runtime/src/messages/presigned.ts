import type { RequestOptions } from "node:http";
import { clientFor } from "../aws/connect.ts";

/** Milliseconds for one request. */
const TIMEOUT = 10_000;

/** @returns the status of the answer */
export async function put(
  presigned: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const { status } = await send(presigned, "PUT", body, headers);
  return status;
}

/** Sends a request to a presigned URL. @throws Error without an answer; it names the host alone */
export function send(
  presigned: string,
  method: "GET" | "PUT",
  body: string | Buffer = "",
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly body: string }> {
  const url = new URL(presigned);
  const length = method === "PUT" ? { "content-length": Buffer.byteLength(body) } : {};
  const options: RequestOptions = {
    method,
    agent: false, // A connection that stays open would be dead after the sandbox was frozen.
    headers: { ...headers, ...length },
    signal: AbortSignal.timeout(TIMEOUT),
  };
  return new Promise((resolve, reject) => {
    const sent = clientFor(url).request(url, options, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () =>
        resolve({ status: response.statusCode!, body: Buffer.concat(pieces).toString("utf8") }),
      );
      response.on("error", reject);
    });
    // Whoever has the URL may write: only its host is named.
    sent.on("error", (cause) => reject(new Error(`S3 (${url.host}): ${cause.message}`)));
    sent.end(body);
  });
}
