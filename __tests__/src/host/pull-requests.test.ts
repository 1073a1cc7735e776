import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createPullRequests } from "../../../src/host/pull-requests.ts";

let server: Server;
let github: { apiUrl: string; repository: string; token: string };
let last: IncomingMessage;

/** GitHub's answers, by number. */
const ANSWERS: Readonly<Record<string, [status: number, body: string]>> = {
  "1": [200, '{"number":1,"state":"open","merged":false}'],
  "2": [200, '{"number":2,"state":"closed","merged":true}'],
  "3": [404, '{"message":"Not Found","status":"404"}'],
  "4": [403, '{"message":"Resource not accessible by integration"}'],
  "5": [502, "<html>Bad gateway</html>"],
};

beforeAll(async () => {
  server = createServer((request, response) => {
    last = request;
    const [status, body] = ANSWERS[request.url?.split("/").at(-1) ?? ""] ?? [500, ""];
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  github = { apiUrl: `http://127.0.0.1:${port}`, repository: "org/shop", token: "ghs_x" };
});
afterAll(() => {
  server.close();
});

describe("a pull request at GitHub", () => {
  test("is open or closed", async () => {
    const { isClosed } = createPullRequests(github);
    expect([await isClosed(1), await isClosed(2)]).toEqual([false, true]);
    expect(last.url).toBe("/repos/org/shop/pulls/2");
    expect(last.headers.authorization).toBe("Bearer ghs_x");
  });

  test.each([
    [3, /404.*Not Found/],
    [4, /403.*not accessible/],
    [5, /502/],
  ])("is not taken for closed where GitHub does not say so: %s", async (number, message) =>
    expect(createPullRequests(github).isClosed(number)).rejects.toThrow(message),
  );

  test("is not asked for without a token", async () =>
    expect(createPullRequests({ ...github, token: undefined }).isClosed(1)).rejects.toThrow(
      "`github-token`",
    ));
});
