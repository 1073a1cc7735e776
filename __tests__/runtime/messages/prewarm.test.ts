import { expect, test } from "@jest/globals";
import type { PrewarmMessage } from "../../../contract/messages.ts";
import { prewarm } from "../../../runtime/src/messages/prewarm.ts";
import { ReadySandbox } from "./ready-sandbox.ts";

const message = (holdUntil: number): PrewarmMessage => ({
  megamode: 1,
  message: "prewarm",
  holdUntil,
});
const YEAR = 365 * 24 * 3600 * 1000;

test("a prewarm is counted, and makes the sandbox ready", async () => {
  const sandbox = new ReadySandbox("s1");
  expect(await prewarm(message(0), sandbox, 5000)).toMatchObject({
    sandbox: "s1",
    prewarmCount: 1,
  });
  expect(sandbox.limits).toEqual([5000]);
});

test("an app may take two minutes to start, also where the function has more", async () => {
  const sandbox = new ReadySandbox("s1");
  await prewarm(message(0), sandbox, 900_000);
  expect(sandbox.limits).toEqual([120_000]);
});

test("the answer comes when the time to hold is over", async () => {
  const holdUntil = Date.now() + 30;
  await prewarm(message(holdUntil), new ReadySandbox("s1"), 60_000);
  expect(Date.now()).toBeGreaterThanOrEqual(holdUntil - 1);
});

test("the sandbox is held no longer than the function runs", async () => {
  const started = Date.now();
  await prewarm(message(started + YEAR), new ReadySandbox("s1"), 30);
  expect(Date.now()).toBeGreaterThanOrEqual(started + 29);
});

test("an app that does not start fails the prewarm", async () => {
  const sandbox = new ReadySandbox("s1");
  sandbox.failure = new Error("no database");
  await expect(prewarm(message(0), sandbox, 5000)).rejects.toThrow("no database");
});
