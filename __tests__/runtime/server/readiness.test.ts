import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "@jest/globals";
import { readReadiness, untilReady } from "../../../runtime/src/server/readiness.ts";

const read = (path: string, statuses?: string) =>
  readReadiness({ MEGAMODE_READINESS_PATH: path, MEGAMODE_READINESS_STATUSES: statuses });
const accepted = (statuses?: string) =>
  [199, 200, 204, 302, 399, 400, 500].filter((status) => read("/up", statuses)!.accepts(status));

describe("what makes a server ready", () => {
  test("is a connection, without a path", () => {
    expect(readReadiness({})).toBeUndefined();
  });

  test("is no status without a path that is asked for it", () => {
    expect(() => read("", "200")).toThrow(
      /^MEGAMODE_READINESS_STATUSES counts for nothing without MEGAMODE_READINESS_PATH$/,
    );
  });

  test.each([
    [undefined, [200, 204, 302, 399]],
    ["200", [200]],
    ["200, 300-499", [200, 302, 399, 400]],
  ])("is a status of %j", (statuses, expected) => {
    expect(accepted(statuses)).toEqual(expected);
  });

  test.each([
    ["up", undefined, /^MEGAMODE_READINESS_PATH must be a path such as \/up: up$/],
    ["/a b", undefined, /^MEGAMODE_READINESS_PATH must be/],
    ["/up", "2xx", /^MEGAMODE_READINESS_STATUSES must be statuses such as 200-399: 2xx$/],
    ["/up", "399-200", /^MEGAMODE_READINESS_STATUSES must be/],
  ])("cannot be %j with %j", (path, statuses, message) => {
    expect(() => read(path, statuses)).toThrow(message);
  });
});

test("a server is asked until it is ready, also where it breaks a connection meanwhile", async () => {
  const answers = [503, 0, 404, 200];
  const seen: unknown[] = [];
  const server = createServer(({ url, headers }, response) => {
    seen.push([url, headers["user-agent"], headers.host]);
    const status = answers.shift();
    if (status) response.writeHead(status).end();
    else response.destroy();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await untilReady({ port }, read("/up?deep=1")!, new AbortController().signal);
  expect(seen).toEqual(Array(4).fill(["/up?deep=1", "megamode-readiness", "localhost"]));
  server.close();
});

test("nobody asks a server that has ended", async () => {
  const ended = new AbortController();
  ended.abort();
  await untilReady({ port: 1 }, read("/up")!, ended.signal);
});
