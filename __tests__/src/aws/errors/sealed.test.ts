import { inspect } from "node:util";
import { afterAll, describe, expect, test } from "@jest/globals";
import { createCloud } from "../../../../src/aws/cloud.ts";
import { sealed } from "../../../../src/aws/errors/sealed.ts";
import { UserError } from "../../../../src/errors.ts";
import { Unreadable } from "../../../../src/ports/bundle-store.ts";
import { NoRoom } from "../../../../src/ports/functions.ts";
import { openEmbeddedAws } from "../../../ports/embedded-aws.ts";

const SECRET = "planted-7c3e91";
const embedded = await openEmbeddedAws();
const { aws, clock } = embedded;
const cloud = createCloud(aws.region, clock, aws.apiUrl);
afterAll(embedded.close);

const thrownBy = async (call: () => unknown): Promise<Error> => {
  try {
    await call();
  } catch (error) {
    return error as Error;
  }
  throw new Error("Nothing was thrown.");
};

/** All that anybody could print of an error, its causes included. */
const all = (error: Error) => [inspect(error, { depth: 9 }), error.stack, String(error)].join("\n");

describe("of an error of AWS, only our words are left", () => {
  const create = (Variables: Record<string, string>) =>
    cloud.functions.create({
      name: "shop",
      architecture: "x86_64",
      zip: Buffer.from("zip"),
      tags: {},
      settings: {
        Handler: "index.handler",
        Runtime: "nodejs24.x",
        Role: "arn:aws:iam::123456789012:role/none",
        MemorySize: 128,
        Timeout: 3,
        EphemeralStorage: { Size: 512 },
        Environment: { Variables },
      },
    });

  test("where it quotes every variable", async () => {
    const variables = { API_KEY: SECRET, BIG: "x".repeat(5000) };
    const error = await thrownBy(() => create(variables));
    expect(all(error)).not.toContain(SECRET);
    expect(error.message).toMatch(
      /^`lambda:CreateFunction` failed: AWS answered InvalidParameterValueException \(status 400, request [\w-]+\)\. /,
    );
    expect(error.stack).toMatch(/^InvalidParameterValueException: `.*\n {4}at /);
  });

  test("where it quotes the name of what was asked for", async () => {
    const error = await thrownBy(() => cloud.functions.publish(`${SECRET} x`, "0"));
    expect(all(error)).not.toContain(SECRET);
    expect(error.message).toMatch(/^`lambda:PublishVersion` failed: AWS answered \w+ /);
  });

  test("and a sentence that quotes nothing", async () => {
    const error = await thrownBy(() => create({ API_KEY: SECRET }));
    expect(error.message).toMatch(
      /\(status 400, request [\w-]+\)\. Could not unzip uploaded file\. Please check your file, then try to upload again\.$/,
    );
    const same = await thrownBy(() => create({ API_KEY: SECRET, NOTE: "is uploaded" }));
    expect(same.message).toMatch(/Its own words are left out/);
  });

  test("where there was no answer", async () => {
    const gone = Object.assign(new Error(`connect ${SECRET}`), { code: "ECONNREFUSED" });
    const part = sealed({ ask: async () => Promise.reject(gone) });
    const error = await thrownBy(part.ask);
    expect(all(error)).not.toContain(SECRET);
    expect(error.message).toBe("A call of AWS failed: ECONNREFUSED.");
  });
});

describe("a sealed part of the cloud", () => {
  test.each([
    ["a problem of the user's", new UserError("said", "fix")],
    ["an object that cannot be read", new Unreadable("key", "it is too large")],
    ["a lack of room", new NoRoom("shop", new Error("said"))],
  ])("lets through what we have written: %s", async (_, error) => {
    expect(await thrownBy(sealed({ ask: async () => Promise.reject(error) }).ask)).toBe(error);
  });

  test.each<[string, unknown]>([
    ["a text", SECRET],
    ["nothing", undefined],
    ["an error with an odd name", Object.assign(new Error("x"), { name: `${SECRET} {}` })],
    ["an error of several lines", new Error(`a\n    at ${SECRET} (/x.js:1:1)\n${SECRET}`)],
    ["an error with a cause", new Error("x", { cause: new Error(SECRET) })],
  ])("shows nothing of %s", async (_, thrown) => {
    const part = sealed({
      inner: {
        ask: () => {
          throw thrown;
        },
      },
    });
    expect(all(await thrownBy(part.inner.ask))).not.toContain(SECRET);
  });

  test("answers as before, at once or later", async () => {
    const part = sealed({ noun: "part", now: (a: number) => a + 1, later: async () => 3 });
    expect([part.noun, part.now(1), await part.later()]).toEqual(["part", 2, 3]);
  });
});
