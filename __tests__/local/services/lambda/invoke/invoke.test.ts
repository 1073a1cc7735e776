import { AddPermissionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { until } from "../../../../until.ts";
import { fakeIsolation } from "../../../sandbox/fake-isolation.ts";
import { type Account, openAccount, refusal } from "../account.ts";

let account: Account;
const seen: unknown[] = [];
beforeAll(async () => {
  account = await openAccount({
    isolation: async () =>
      fakeIsolation((event) => {
        seen.push(event);
        if (event.fail) throw new RangeError("too far");
        return event;
      }),
  });
  await account.create("there", "");
});
afterAll(() => account.close());

describe("an invocation", () => {
  test("is answered with the version and the log that were asked for", async () => {
    const answer = await account.invoke("there", { a: 1 });
    expect(answer).toMatchObject({ value: { a: 1 }, version: "$LATEST", error: undefined });
    expect(answer.log).toContain("END RequestId");
    expect((await account.invoke("there", {}, { LogType: "None" })).log).toBe("");
  });

  test("that fails says so in a header", async () => {
    expect(await account.invoke("there", { fail: true })).toMatchObject({
      error: "Unhandled",
      value: { errorType: "RangeError" },
    });
  });

  test("without an event has an empty one", async () => {
    expect((await account.invoke("there", undefined, { Payload: "" })).value).toEqual({});
  });

  test("as an event is taken at once and runs", async () => {
    await account.invoke("there", { event: 1 }, { InvocationType: "Event" });
    await until(() => seen.some((event) => (event as { event?: number }).event === 1));
  });

  test("as a trial does not run", async () => {
    const before = seen.length;
    expect((await account.invoke("there", {}, { InvocationType: "DryRun" })).value).toBeUndefined();
    expect(seen).toHaveLength(before);
  });

  test.each<[string, object, RegExp]>([
    ["a function that is not there", { FunctionName: "nowhere" }, /^ResourceNotFoundException/],
    ["a version that is not there", { Qualifier: "7" }, /^ResourceNotFoundException/],
    ["an event that is no JSON", { Payload: "{" }, /^InvalidRequestContentException/],
    ["another type", { InvocationType: "Later" }, /^InvalidParameterValueException/],
    [
      "more than 6 MB",
      { Payload: JSON.stringify("x".repeat(6 * 1024 * 1024)) },
      /^RequestTooLarge/,
    ],
    [
      "more than 1 MB as an event",
      { Payload: JSON.stringify("x".repeat(1024 * 1024)), InvocationType: "Event" },
      /^RequestTooLarge/,
    ],
  ])("is refused for %s", async (_, changes, message) => {
    const command = new InvokeCommand({ FunctionName: "there", Payload: "{}", ...changes });
    expect(await refusal(account.lambda.send(command))).toMatch(message);
  });
});

describe("an invocation by API Gateway", () => {
  const call = (payload: string) =>
    account.invoker.invoke(
      "arn:aws:lambda:eu-west-1:123456789012:function:there",
      Buffer.from(payload),
      {
        service: "apigateway.amazonaws.com",
        arn: "arn:aws:execute-api:eu-west-1:123456789012:api1/dev/POST/posts",
      },
    );
  const MOST = 6 * 1024 * 1024;

  test("is refused above 6 MB of JSON, as any other", async () => {
    await account.lambda.send(
      new AddPermissionCommand({
        FunctionName: "there",
        StatementId: "api",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
      }),
    );
    const payload = JSON.stringify({ body: "x".repeat(MOST - '{"body":""}'.length) });
    expect((await call(payload)).payload).toHaveLength(MOST);
    expect(await refusal(call(`${payload} `))).toMatch(
      /Request must be smaller than 6291456 bytes for the InvokeFunction operation/,
    );
  });
});
