import { expect, test } from "@jest/globals";
import { answerInvocation } from "../../runtime/src/answer-invocation.ts";
import { readEventSettings } from "../../runtime/src/events/event-settings.ts";
import { sqsRecord } from "./events/batches.ts";
import { invocation, restEvent } from "./events/rest-event.ts";
import { ReadySandbox } from "./messages/ready-sandbox.ts";

/** Answers one invocation of a sandbox whose app has printed what is kept in AWS. */
function answer(event: unknown, maintenance?: string) {
  const sandbox = new ReadySandbox("s1");
  sandbox.resolved = { KEY: "hunter2-key" };
  sandbox.failure = new Error("the app exited. Its last lines:\nKEY=hunter2-key");
  const counting = Object.assign(sandbox, { warm: true });
  const never = async () => {
    throw new Error("the app was asked");
  };
  return answerInvocation(event, invocation, {
    sandbox: counting,
    forwarder: { send: never, receive: never, close: () => {} },
    output: sandbox.output,
    leftOutHeaders: { report: () => {} },
    once: { say: () => {} },
    lambdaUrl: "http://lambda",
    requestTimeoutMs: 1000,
    failsInvocation: () => false,
    events: readEventSettings({ MEGAMODE_EVENTS_PATH: "/events" }),
    maintenance,
  });
}

const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => new Error("it did not fail"),
    (error: Error) => error,
  );

test.each([
  ["a message", { megamode: 1, message: "prewarm", holdUntil: 0 }],
  ["an event", { Records: [sqsRecord("m1")] }],
])(
  "%s that fails tells nothing that is kept in AWS, whatever the app has printed",
  async (_, event) => {
    const error = await thrown(answer(event));
    expect(error.message).toBe("the app exited. Its last lines:\nKEY=***");
    expect(error.stack).not.toContain("hunter2");
  },
);

test("a request to an app that does not start has a page that tells nothing of it", async () => {
  const result = await answer(restEvent());
  expect(result).toMatchObject({ statusCode: 503 });
  expect(JSON.stringify(result)).not.toMatch(/KEY|exited/);
});

test("a warm-up is answered without the app", async () => {
  expect(await answer({ source: "serverless-plugin-warmup" })).toEqual({});
});

test.each([
  [
    "an event in maintenance",
    { Records: [sqsRecord("m1")] },
    "Back at nine.",
    /MAINTENANCE is set/,
  ],
  ["an authorizer's", { type: "TOKEN", methodArn: "arn:x" }, undefined, /authorizer/],
  ["a message that is wrong", { megamode: 2 }, undefined, /`megamode` must be 1/],
])("what is not answered says why: %s", async (_, event, maintenance, why) => {
  expect((await thrown(answer(event, maintenance))).message).toMatch(why);
});
