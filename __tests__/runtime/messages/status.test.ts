import { expect, test } from "@jest/globals";
import { MARKER_START } from "../../../contract/headers.ts";
import type { HttpRequest } from "../../../runtime/src/http/message.ts";
import { checkStatus } from "../../../runtime/src/messages/status.ts";
import { invocation } from "../events/rest-event.ts";
import { ReadySandbox } from "./ready-sandbox.ts";

const message = {
  megamode: 1,
  message: "status",
  path: "/up",
  host: "h.example",
  prefix: "/dev",
} as const;

function check(sandbox: ReadySandbox, limitMs = 5000) {
  const sent: HttpRequest[] = [];
  const forwarder = {
    close: () => {},
    async send(request: HttpRequest) {
      sent.push(request);
      const end = `${MARKER_START}secret ${invocation.context.awsRequestId}\n`;
      sandbox.server.log.push(Buffer.from(`Started\n${end}`));
      return { status: 503, headers: [], body: Buffer.alloc(0) };
    },
  };
  const deps = { sandbox, forwarder, output: sandbox.output };
  return { sent, result: checkStatus(message, invocation, deps, limitMs) };
}

test("a line in which the app prints what is kept in AWS comes back without it", async () => {
  const other = new ReadySandbox("s2");
  other.resolved = { KEY: "hunter2-key" };
  other.server.log.push(Buffer.from("KEY is hunter2-key\n"));
  expect(await check(other).result).toMatchObject({ log: ["KEY is ***", "Started"] });
});

test("a path is asked for as the front door would, and the server's last lines come back", async () => {
  const sandbox = new ReadySandbox("s1");
  const { sent, result } = check(sandbox);
  expect(await result).toEqual({ ...sandbox.history.report(), httpStatus: 503, log: ["Started"] });
  expect(sent[0]).toMatchObject({ method: "GET", prefix: "/dev", target: "/up" });
  expect(Object.fromEntries(sent[0]!.headers)).toMatchObject({
    host: "h.example",
    "x-forwarded-host": "h.example",
    "x-forwarded-for": "127.0.0.1",
    "x-amzn-request-context": "null",
    "x-megamode-prefix": "/dev",
  });
});

test("a server may take two minutes to start, or as long as the function runs", async () => {
  const sandbox = new ReadySandbox("s1");
  await check(sandbox, 5000).result;
  await check(sandbox, 900_000).result;
  expect(sandbox.limits).toEqual([5000, 120_000]);
});

test("a server that does not start fails the check", async () => {
  const sandbox = new ReadySandbox("s1");
  sandbox.failure = new Error("no database");
  await expect(check(sandbox).result).rejects.toThrow("no database");
});
