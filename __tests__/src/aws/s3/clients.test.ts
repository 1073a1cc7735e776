import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { listenAnywhere } from "../../../../local/http/listen.ts";
import { LIMITS } from "../../../../src/aws/limits.ts";
import { createBundleStore } from "../../../../src/aws/s3/bundle-store.ts";
import { createS3Clients } from "../../../../src/aws/s3/clients.ts";
import { systemClock } from "../../../../src/host/clock.ts";
import type { BundleStore } from "../../../../src/ports/bundle-store.ts";

const former = { ...process.env };
let server: Server;
let store: BundleStore;
let asked = 0;
/** What the server does with each request; it gives the whole answer to further ones. */
let answers: RequestListener[];

const WHOLE = JSON.stringify({ a: "record" });
const whole: RequestListener = (_, response) => response.end(WHOLE);
/** Says nothing at all, or nothing more after the beginning. */
const silent: RequestListener = () => {};
const half: RequestListener = (_, response) =>
  response.writeHead(200, { "content-length": WHOLE.length }).write(WHOLE.slice(0, 5));

beforeEach(async () => {
  asked = 0;
  server = createServer((request, response) => {
    asked += 1;
    request.resume();
    (answers.shift() ?? whole)(request, response);
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${await listenAnywhere(server)}`,
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
  });
  const clock = { ...systemClock, sleep: async () => {} };
  store = createBundleStore(
    createS3Clients("eu-west-1", { ...LIMITS, silence: 100 }),
    "eu-west-1",
    clock,
  );
});
afterEach(() => {
  process.env = former;
  server.closeAllConnections();
  server.close();
});

test.each([
  ["never begins", silent],
  ["stops in the middle", half],
])(
  "an answer that %s counts as a broken connection, and the call is made again",
  async (_, bad) => {
    answers = [bad];
    expect(await store.readJson("bundles", "a.json")).toEqual({ a: "record" });
    expect(asked).toBe(2);
  },
);

test("a connection over which nothing comes is an error in the end", async () => {
  answers = Array.from({ length: 20 }, () => silent);
  const written = store.writeJson("bundles", "a.json", {});
  await expect(written).rejects.toMatchObject({ name: "TimeoutError" });
  expect(asked).toBe(5);
});
