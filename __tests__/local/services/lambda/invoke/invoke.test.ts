import { InvokeCommand } from "@aws-sdk/client-lambda";
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
