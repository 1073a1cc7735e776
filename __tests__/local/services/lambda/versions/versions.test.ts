import {
  CreateAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Account, openAccount, refusal, settled, zip } from "../account.ts";

const SAY = "export const handler = async () => process.env.WORD;";
let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

const say = (name: string, word: string) =>
  account.create(name, SAY, { Environment: { Variables: { WORD: word } } });

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
    expect((await account.invoke("frozen", {}, { Qualifier: "1" })).value).toBe("one");
    expect((await account.invoke("frozen")).value).toBe("two");
    const code = { FunctionName: "frozen", ZipFile: zip("export const handler = () => 'three';") };
    await account.lambda.send(new UpdateFunctionCodeCommand(code));
    settled();
    expect((await account.invoke("frozen")).value).toBe("three");
    expect(await account.invoke("frozen:1")).toMatchObject({ value: "one", version: "1" });
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

describe("an alias", () => {
  test("moves from version to version in one call", async () => {
    await say("moving", "one");
    await publish("moving");
    await configure("moving", "two");
    await publish("moving");
    const live = { FunctionName: "moving", Name: "live" };
    await account.lambda.send(new CreateAliasCommand({ ...live, FunctionVersion: "1" }));
    const ask = () => account.invoke("moving", {}, { Qualifier: "live" });
    expect(await ask()).toMatchObject({ value: "one", version: "1" });
    const { RevisionId } = await account.lambda.send(
      new UpdateAliasCommand({ ...live, FunctionVersion: "2" }),
    );
    expect(await ask()).toMatchObject({ value: "two", version: "2" });
    const back = { ...live, FunctionVersion: "1", RevisionId: "stale" };
    expect(await refusal(account.lambda.send(new UpdateAliasCommand(back)))).toMatch(
      /^PreconditionFailedException/,
    );
    await account.lambda.send(new UpdateAliasCommand({ ...back, RevisionId }));
    expect((await ask()).value).toBe("one");
    const used = { FunctionName: "moving", Qualifier: "1" };
    expect(await refusal(account.lambda.send(new DeleteFunctionCommand(used)))).toMatch(
      /^ResourceConflictException/,
    );
    const { Aliases } = await account.lambda.send(
      new ListAliasesCommand({ FunctionName: "moving" }),
    );
    expect(Aliases).toMatchObject([{ Name: "live", FunctionVersion: "1" }]);
  });

  test("points at a version that exists, and is created once", async () => {
    await say("strict", "one");
    await publish("strict");
    const live = { FunctionName: "strict", Name: "live" };
    expect(await refusal(account.lambda.send(new GetAliasCommand(live)))).toMatch(
      /^ResourceNotFoundException: Cannot find alias arn/,
    );
    const nine = new CreateAliasCommand({ ...live, FunctionVersion: "9" });
    expect(await refusal(account.lambda.send(nine))).toMatch(/^ResourceNotFoundException/);
    const one = { ...live, FunctionVersion: "1" };
    await account.lambda.send(new CreateAliasCommand(one));
    expect(await refusal(account.lambda.send(new CreateAliasCommand(one)))).toMatch(
      /^ResourceConflictException: Alias already exists/,
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
    new UpdateFunctionCodeCommand({ FunctionName: "busy", ZipFile: zip(SAY) }),
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
  expect((await account.invoke("kept", {}, { Qualifier: "live" })).value).toBe("one");
  expect((await account.invoke("kept")).value).toBe("two");
});
