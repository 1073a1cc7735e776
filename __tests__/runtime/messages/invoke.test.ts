import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { listenAnywhere } from "../../../local/http/listen.ts";
import { Busy, openInvoker, resultOf } from "../../../runtime/src/messages/invoke.ts";

describe("Lambda's answer", () => {
  const result = (status: number, body: string, failed = false) =>
    resultOf({ status, failed, body }, "blog-dev:7");

  test("is what the other sandbox returned", () => {
    expect(result(200, '{"sandbox":"a"}')).toEqual({ sandbox: "a" });
  });

  test("429 says that there is no room", () => {
    expect(() => result(429, "{}")).toThrow(Busy);
  });

  test.each([
    [403, "denied", false, /role must allow lambda:InvokeFunction on blog-dev:7: denied$/],
    [500, "x".repeat(400), false, /^Lambda answered 500: x{300}$/],
    [202, "", false, /^Lambda answered 202: $/],
    [200, '{"errorMessage":"no database"}', true, /sandbox of blog-dev:7 failed: no database$/],
    [200, "{}", true, /sandbox of blog-dev:7 failed: \{\}$/],
  ])("%i %j (failed: %s) is an error", (status, body, failed, message) => {
    expect(() => result(status, body, failed)).toThrow(message);
  });
});

describe("an invoker", () => {
  let server: Server;
  const asked: { method?: string | undefined; url?: string | undefined; body: string }[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const sockets = new Set<Socket>();
  const signer = { region: "eu-west-1", accessKeyId: "AKID", secretAccessKey: "secret" };

  async function open(status: number, more: Readonly<Record<string, string>> = {}) {
    server = createServer((request, response) => {
      sockets.add(request.socket);
      headers.push(request.headers);
      let body = "";
      request.on("data", (piece) => {
        body += piece;
      });
      request.on("end", () => {
        asked.push({ method: request.method, url: request.url, body });
        response.writeHead(status, more).end('{"sandbox":"a"}');
      });
    });
    const url = `http://127.0.0.1:${await listenAnywhere(server)}`;
    return openInvoker(url, signer, { functionName: "blog-dev", functionVersion: "$LATEST" });
  }
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    for (const list of [asked, headers]) list.length = 0;
    sockets.clear();
  });
  const { signal } = new AbortController();

  test("asks for its own version, signed, on one connection that stays open", async () => {
    const invoker = await open(200);
    expect(await invoker.invoke({ a: 1 }, signal)).toEqual({ sandbox: "a" });
    expect(await invoker.invoke({ a: 2 }, signal)).toEqual({ sandbox: "a" });
    invoker.close();
    const url = "/2015-03-31/functions/blog-dev/invocations?Qualifier=%24LATEST";
    expect(asked).toEqual([
      { method: "POST", url, body: '{"a":1}' },
      { method: "POST", url, body: '{"a":2}' },
    ]);
    expect(headers[0]!.authorization).toMatch(/^AWS4-HMAC-SHA256 .*\/lambda\/aws4_request/);
    expect(sockets.size).toBe(1);
  });

  test("knows a function that failed", async () => {
    const invoker = await open(200, { "x-amz-function-error": "Unhandled" });
    await expect(invoker.invoke({}, signal)).rejects.toThrow(/another sandbox of .* failed/);
    invoker.close();
  });

  test("names the host that it cannot reach", async () => {
    const invoker = await open(200);
    server.close();
    server.closeAllConnections();
    await expect(invoker.invoke({}, signal)).rejects.toThrow(
      /^Lambda \(127\.0\.0\.1:\d+\): .*REFUSED/,
    );
    invoker.close();
  });
});
