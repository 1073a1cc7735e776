import {
  GetFunctionCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { checkTags } from "../../../../../local/services/lambda/functions/tags.ts";
import { fakeIsolation } from "../../../sandbox/fake-isolation.ts";
import { type Account, openAccount, refusal, roles } from "../account.ts";

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, ""]));

describe("tags", () => {
  test.each<[string, object]>([
    ["letters, digits and some signs", { "megamode:app": "blog _.:/=+-@ é" }],
    ["a long key and value", { ["k".repeat(128)]: "v".repeat(256) }],
    ["fifty of them", many(50)],
  ])("can be %s", (_, tags) => {
    expect(checkTags(tags)).toBe(tags);
  });

  test.each<[string, unknown, RegExp]>([
    ["nothing", undefined, /must be a map/],
    ["a longer key", { ["k".repeat(129)]: "" }, /tag key/],
    ["AWS's own", { "AWS:x": "" }, /tag key `AWS:x`/],
    ["a longer value", { a: "v".repeat(257) }, /value of the tag `a`/],
    ["a value with other signs", { a: "<" }, /value of the tag `a`/],
    ["a number", { a: 1 }, /value of the tag `a`/],
    ["fifty-one of them", many(51), /at most 50/],
  ])("cannot be %s", (_, tags, message) => {
    expect(() => checkTags(tags)).toThrow(message);
  });
});

describe("a function's tags", () => {
  const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:";
  let account: Account;
  beforeAll(async () => {
    account = await openAccount({ isolation: async () => fakeIsolation(() => undefined) });
    await account.create("there", "", { Tags: { app: "blog" } });
  });
  afterAll(() => account.close());

  test("can be added, replaced and removed", async () => {
    const Resource = `${ARN}there`;
    await account.lambda.send(new TagResourceCommand({ Resource, Tags: { app: "shop", pr: "7" } }));
    const tags = async () => (await account.lambda.send(new ListTagsCommand({ Resource }))).Tags;
    expect(await tags()).toEqual({ app: "shop", pr: "7" });
    await account.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ["app"] }));
    expect(await tags()).toEqual({ pr: "7" });
    const found = await account.lambda.send(new GetFunctionCommand({ FunctionName: "there" }));
    expect(found.Tags).toEqual({ pr: "7" });
  });

  test("are hidden from who may not list them, and the answer says why", async () => {
    const mayNotList = await openAccount({
      isolation: async () => fakeIsolation(() => undefined),
      roles: { ...roles, permits: (_, action) => action !== "lambda:ListTags" },
    });
    await mayNotList.create("there", "", { Tags: { app: "blog" } });
    const asked = new GetFunctionCommand({ FunctionName: "there" });
    const found = await mayNotList.lambda.send(asked);
    await mayNotList.close();
    expect(found).toMatchObject({
      Configuration: { FunctionName: "there" },
      TagsError: {
        ErrorCode: "AccessDeniedException",
        Message: expect.stringContaining("is not authorized to perform: lambda:ListTags"),
      },
    });
    expect(found).not.toHaveProperty("Tags");
  });

  test("are not those of a version or alias", async () => {
    const Resource = `${ARN}there:live`;
    expect(await refusal(account.lambda.send(new ListTagsCommand({ Resource })))).toMatch(
      /aliases and versions are not supported/,
    );
  });
});
