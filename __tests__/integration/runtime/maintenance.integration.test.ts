import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { restEvent } from "../../runtime/events/rest-event.ts";
import { tree } from "../../tree.ts";

const project = resolve(import.meta.dirname, "../../..");
let asked = 0;
const aws = createServer((_, response) => {
  asked += 1;
  response.writeHead(403).end();
});
beforeAll(async () => {
  aws.listen(0, "127.0.0.1");
  await once(aws, "listening");
});
afterAll(() => {
  aws.close();
});

const manifest = {
  schema: 1,
  archives: [
    {
      name: "app",
      prefix: "shop/",
      pieces: [{ sha256: "0".repeat(64), bytes: 1, tarBytes: 1 }],
      bytes: 1,
      unpackedBytes: 1,
    },
  ],
  server: { argv: ["/bin/false"], cwd: "/", env: {}, defaults: {} },
  label: "Rack",
  healthCheck: { path: "/" },
};

/** Starts the proxy as Lambda does, and invokes it once. @returns what it answers */
async function invoke(event: unknown) {
  const taskRoot = tree({ "manifest.json": JSON.stringify(manifest) });
  const url = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "handler.mjs"),
      join(project, "runtime/src/handler.ts"),
      JSON.stringify(event),
    ],
    {
      env: {
        PATH: process.env.PATH,
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "a",
        AWS_SECRET_ACCESS_KEY: "s",
        AWS_ENDPOINT_URL: url,
        LAMBDA_TASK_ROOT: taskRoot,
        MEGAMODE_BUCKET: "bucket",
        MEGAMODE_MAINTENANCE: "Back at nine.",
        MEGAMODE_EVENTS_PATH: "/events",
        MEGAMODE_ERROR_STATUS_CODES: "500-599",
        KEY: "ssm:/shop/key",
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const text = (await child.stdout.setEncoding("utf8").toArray()).join("");
  return JSON.parse(text.trim().split("\n").at(-1) ?? "");
}

test("in maintenance, requests get 503 and nothing is fetched from AWS", async () => {
  const event = restEvent({ multiValueHeaders: { Accept: ["application/json"] } });
  const { result } = await invoke(event);
  expect(result).toMatchObject({ statusCode: 503 });
  expect(result.multiValueHeaders).toMatchObject({ "Retry-After": ["120"] });
  expect(JSON.parse(result.body)).toMatchObject({ detail: "Back at nine." });
  expect(asked).toBe(0);
});

test("in maintenance, an event that is no request fails, so that it is sent again", async () => {
  const { error } = await invoke({ Records: [{ eventSource: "aws:sqs", body: "a" }] });
  expect(error).toBe("MEGAMODE_MAINTENANCE is set: the event was not given to the app");
  expect(asked).toBe(0);
});

test("in maintenance, a prewarm boots nothing, and a command still wants the app", async () => {
  const prewarm = await invoke({ megamode: 1, message: "prewarm", holdUntil: 0 });
  expect(prewarm.result).toMatchObject({ prewarmCount: 1, coldStart: { bootMs: 0 } });
  expect(asked).toBe(0);
  const { error } = await invoke({ megamode: 1, message: "run", command: "true" });
  expect(error).toMatch(/403|ssm:\/shop\/key/);
  expect(asked).toBeGreaterThan(0);
});
