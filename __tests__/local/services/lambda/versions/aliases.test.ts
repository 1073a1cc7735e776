import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  ListAliasesCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type FakeHandler, fakeIsolation } from "../../../sandbox/fake-isolation.ts";
import { type Account, openAccount, refusal, settled } from "../account.ts";

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

describe("an alias", () => {
  test("moves from version to version in one call", async () => {
    await say("moving", "one");
    await publish("moving");
    await configure("moving", "two");
    await publish("moving");
    const live = { FunctionName: "moving", Name: "live" };
    await account.lambda.send(new CreateAliasCommand({ ...live, FunctionVersion: "1" }));
    const ask = () => account.invoke("moving", {}, { Qualifier: "live" });
    expect(await ask()).toMatchObject({ value: "one ", version: "1" });
    const { RevisionId } = await account.lambda.send(
      new UpdateAliasCommand({ ...live, FunctionVersion: "2" }),
    );
    expect(await ask()).toMatchObject({ value: "two ", version: "2" });
    const back = { ...live, FunctionVersion: "1", RevisionId: "stale" };
    expect(await refusal(account.lambda.send(new UpdateAliasCommand(back)))).toMatch(
      /^PreconditionFailedException/,
    );
    await account.lambda.send(new UpdateAliasCommand({ ...back, RevisionId }));
    expect((await ask()).value).toBe("one ");
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
    const latest = { FunctionName: "strict", Name: "latest", FunctionVersion: "$LATEST" };
    expect(await account.lambda.send(new CreateAliasCommand(latest))).toMatchObject({
      FunctionVersion: "$LATEST",
    });
    await configure("strict", "two");
    await publish("strict");
    const one = { ...live, FunctionVersion: "1" };
    await account.lambda.send(new CreateAliasCommand(one));
    expect(await refusal(account.lambda.send(new CreateAliasCommand(one)))).toMatch(
      /^ResourceConflictException: Alias already exists/,
    );
  });
});
