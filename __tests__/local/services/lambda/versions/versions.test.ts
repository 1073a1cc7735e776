import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateAliasCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type FakeHandler, fakeIsolation } from "../../../sandbox/fake-isolation.ts";
import { type Account, openAccount, refusal, settled, zip } from "../account.ts";

/** Answers with the variable WORD and the code. */
const says: FakeHandler = (_, { plan }) =>
  `${plan.environment.WORD} ${readFileSync(join(plan.task, "index.mjs"), "utf8")}`;
let account: Account;
beforeAll(async () => {
  account = await openAccount({ isolation: async () => fakeIsolation(says) });
});
afterAll(() => account.close());

const say = (name: string, word: string) =>
  account.create(name, "", { Environment: { Variables: { WORD: word } } });

async function configure(name: string, word: string) {
  await account.lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: name,
      Environment: { Variables: { WORD: word } },
    }),
  );
  settled();
}

async function publish(name: string) {
  const { Version } = await account.lambda.send(new PublishVersionCommand({ FunctionName: name }));
  settled();
  return Version;
}

describe("a version", () => {
  test("keeps the code and the configuration that it was published with", async () => {
    await say("frozen", "one");
    expect(await publish("frozen")).toBe("1");
    await configure("frozen", "two");
    expect((await account.invoke("frozen", {}, { Qualifier: "1" })).value).toBe("one ");
    expect((await account.invoke("frozen")).value).toBe("two ");
    const code = { FunctionName: "frozen", ZipFile: zip("three") };
    await account.lambda.send(new UpdateFunctionCodeCommand(code));
    settled();
    expect((await account.invoke("frozen")).value).toBe("two three");
    expect(await account.invoke("frozen:1")).toMatchObject({ value: "one ", version: "1" });
  });

  test("is not published again where nothing has changed", async () => {
    await say("same", "one");
    expect(await publish("same")).toBe("1");
    expect(await publish("same")).toBe("1");
    await configure("same", "two");
    expect(await publish("same")).toBe("2");
    const listed = await account.lambda.send(
      new ListVersionsByFunctionCommand({ FunctionName: "same" }),
    );
    expect(listed.Versions?.map(({ Version }) => Version)).toEqual(["$LATEST", "1", "2"]);
  });

  test("is published only for the code and the revision that the caller knows", async () => {
    await say("known", "one");
    const stale = { FunctionName: "known", RevisionId: "00000000-0000-0000-0000-000000000000" };
    expect(await refusal(account.lambda.send(new PublishVersionCommand(stale)))).toMatch(
      /^PreconditionFailedException/,
    );
    const other = { FunctionName: "known", CodeSha256: "AAAA" };
    expect(await refusal(account.lambda.send(new PublishVersionCommand(other)))).toMatch(
      /^InvalidParameterValueException: CodeSHA256 \(AAAA\) is different/,
    );
  });

  test("may have a description of its own", async () => {
    await say("described", "one");
    const command = { FunctionName: "described", Description: "the first" };
    const published = await account.lambda.send(new PublishVersionCommand(command));
    expect(published).toMatchObject({ Version: "1", Description: "the first" });
    settled();
    await configure("described", "two");
    const plain = await account.lambda.send(
      new PublishVersionCommand({ FunctionName: "described" }),
    );
    expect(plain).toMatchObject({ Version: "2", Description: "" });
    settled();
  });

  test("its number is not used again after it was deleted", async () => {
    await say("numbers", "one");
    await publish("numbers");
    const first = { FunctionName: "numbers", Qualifier: "1" };
    await account.lambda.send(new DeleteFunctionCommand(first));
    expect(await publish("numbers")).toBe("2");
    expect(await refusal(account.lambda.send(new GetFunctionCommand(first)))).toBe(
      "ResourceNotFoundException: Function not found: arn:aws:lambda:eu-west-1:123456789012:function:numbers:1",
    );
  });
});

test("a change is refused while another takes effect, and the revision changes when it has", async () => {
  await say("busy", "one");
  const change = { FunctionName: "busy", MemorySize: 256 };
  const during = await account.lambda.send(new UpdateFunctionConfigurationCommand(change));
  expect(during.LastUpdateStatus).toBe("InProgress");
  for (const command of [
    new UpdateFunctionConfigurationCommand(change),
    new UpdateFunctionCodeCommand({ FunctionName: "busy", ZipFile: zip("") }),
    new PublishVersionCommand({ FunctionName: "busy" }),
  ]) {
    // biome-ignore lint/suspicious/noExplicitAny: a union of commands has no common overload
    expect(await refusal(account.lambda.send(command as any))).toBe(
      "ResourceConflictException: The operation cannot be performed at this time. An update is in progress for resource: arn:aws:lambda:eu-west-1:123456789012:function:busy",
    );
  }
  settled();
  const after = await account.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: "busy" }),
  );
  expect(after).toMatchObject({ LastUpdateStatus: "Successful", MemorySize: 256 });
  expect(after.RevisionId).not.toBe(during.RevisionId);
});

test("functions, versions and aliases survive a restart", async () => {
  await say("kept", "one");
  await publish("kept");
  const live = { FunctionName: "kept", Name: "live", FunctionVersion: "1" };
  await account.lambda.send(new CreateAliasCommand(live));
  await configure("kept", "two");
  await account.restart();
  expect((await account.invoke("kept", {}, { Qualifier: "live" })).value).toBe("one ");
  expect((await account.invoke("kept")).value).toBe("two ");
});
