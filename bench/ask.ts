import { request } from "node:http";
import { createConnection } from "node:net";
import { type Answer, FORWARDED, readAnswer, SENT } from "./page.ts";

/** Whether a server listens on a Unix socket. */
export function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(path, () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", () => resolve(false));
  });
}

/** Asks a server for a page as the proxy does: the client's lines, and what the front door adds. */
export function ask(socketPath: string, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { ...SENT, ...FORWARDED };
    request({ socketPath, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const header = (name: string) => [response.headers[name]].flat()[0];
        const body = Buffer.concat(chunks).toString("utf8");
        resolve(readAnswer(response.statusCode ?? 0, header, body));
      });
    })
      .once("error", reject)
      .end();
  });
}
