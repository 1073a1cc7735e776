import { get as httpGet } from "node:http";
import { get as httpsGet } from "node:https";

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly milliseconds: number;
}

/** Sends a GET that follows redirects and trusts the embedded AWS's certificate. */
export async function get(url: string, ca: string, redirects = 5): Promise<Answer> {
  const start = performance.now();
  const { status, location, body } = await once(url, ca);
  if (location && status >= 300 && status < 400 && redirects > 0) {
    return get(new URL(location, url).href, ca, redirects - 1);
  }
  return { status, body, milliseconds: Math.round(performance.now() - start) };
}

function once(url: string, ca: string) {
  return new Promise<{ status: number; location: string | undefined; body: string }>(
    (resolve, reject) => {
      const request = (url.startsWith("https:") ? httpsGet : httpGet)(url, { ca }, (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          body += text;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location, body }),
        );
      });
      request.on("error", reject);
    },
  );
}
