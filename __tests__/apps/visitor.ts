import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import type { Cloud } from "../e2e/harness.ts";

export interface Page {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Somebody with cookies, and without a browser: follows no redirect, so that it can be looked at. */
export interface Visitor {
  get(url: string): Promise<Page>;
  /** Posts a form, or what `type` says of a text. */
  post(url: string, body: Readonly<Record<string, string>> | string, type?: string): Promise<Page>;
}

export function newVisitor(cloud: Cloud): Visitor {
  const ca = readFileSync(cloud.aws.caFile);
  const cookies = new Map<string, string>();
  function ask(method: string, url: string, body = "", type?: string): Promise<Page> {
    const headers = {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      accept: type === "application/json" ? type : "text/html,*/*",
      ...(type && { "content-type": type, "content-length": String(Buffer.byteLength(body)) }),
      // What a browser sends, and what Rails holds against the request's own address.
      ...(method === "POST" && { origin: new URL(url).origin }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method, ca, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => {
          for (const line of response.headers["set-cookie"] ?? []) {
            const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
            cookies.set(name, value);
          }
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
  return {
    get: (url) => ask("GET", url),
    post: (url, body, type = "application/x-www-form-urlencoded") =>
      ask("POST", url, typeof body === "string" ? body : `${new URLSearchParams(body)}`, type),
  };
}
