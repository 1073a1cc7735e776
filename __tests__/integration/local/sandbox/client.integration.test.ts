import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { zipSync } from "fflate";
import { type Account, openAccount, refusal } from "../../../local/services/lambda/account.ts";
import { until } from "../../../until.ts";

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

describe("the runtime", () => {
  test("answers errors with their type, message and trace", async () => {
    await account.create(
      "throws",
      `export const handler = async ({ text }) => { if (text) throw "only text"; throw new RangeError("too far"); };`,
    );
    const thrown = await account.invoke("throws");
    expect(thrown).toMatchObject({
      error: "Unhandled",
      value: { errorType: "RangeError", errorMessage: "too far" },
    });
    expect(thrown.value.trace[0]).toBe("RangeError: too far");
    expect(thrown.log).toMatch(/\tERROR\tInvoke Error \t\{"errorType":"RangeError"/);
    expect((await account.invoke("throws", { text: true })).value).toEqual({
      errorType: "string",
      errorMessage: "only text",
      trace: [],
    });
  });

  test("writes console lines as Lambda's text format has them, and raw output as it is", async () => {
    await account.create(
      "logs",
      `console.log("at init");
      export const handler = async (event, context) => {
        console.warn("two\\nlines %d", 7);
        process.stdout.write("raw\\n");
        return context.awsRequestId;
      };`,
    );
    const { value, log } = await account.invoke("logs");
    const lines = log.split("\n");
    expect(lines[0]).toMatch(/^INIT_START Runtime Version: nodejs:24\./);
    expect(lines[1]).toMatch(/^\d{4}-\S+Z\t-\tINFO\tat init$/);
    expect(lines[2]).toBe(`START RequestId: ${value} Version: $LATEST`);
    expect(lines[3]).toMatch(new RegExp(`^\\S+Z\t${value}\tWARN\ttwo\rlines 7$`));
    expect(lines.slice(4, 6)).toEqual(["raw", `END RequestId: ${value}`]);
    expect(lines[6]).toMatch(
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms$/,
    );
  });

  const unloadable: readonly [string, string, string, RegExp][] = [
    ["a module that is not there", "missing.handler", "", /Runtime\.ImportModuleError/],
    ["an export that is not there", "index.other", "export const x = 1;", /HandlerNotFound/],
    ["a syntax error", "index.handler", "export const = ;", /UserCodeSyntaxError/],
    [
      "a callback handler",
      "index.handler",
      "export const handler = (event, context, callback) => {};",
      /CallbackHandlerDeprecated/,
    ],
    [
      "an error at init",
      "index.handler",
      `throw new Error("no database");`,
      /"Error","errorMessage":"no database"/,
    ],
  ];
  test.each(unloadable)("says why it cannot load %s", async (name, Handler, source, message) => {
    const id = name.replaceAll(" ", "-");
    await account.create(id, source, { Handler });
    const { error, value, log } = await account.invoke(id);
    expect(error).toBe("Unhandled");
    expect(JSON.stringify(value)).toMatch(message);
    expect(account.logs(id)[0]).toMatch(
      /INIT_REPORT Init Duration: .*\tPhase: init\tStatus: error/,
    );
    expect(log).toMatch(/REPORT RequestId: .*\tStatus: error\tError Type: /);
  });

  test("a response above 6 MB is an error of the function's", async () => {
    await account.create(
      "large",
      `export const handler = async () => "x".repeat(6 * 1024 * 1024 + 200);`,
    );
    const { error, value } = await account.invoke("large");
    expect(error).toBe("Unhandled");
    expect(value.errorType).toBe("Function.ResponseSizeTooLarge");
    expect((await account.invoke("large")).value.errorType).toBe("Function.ResponseSizeTooLarge");
  });

  test("CommonJS, folders in the zip and dotted handlers load", async () => {
    const code = "exports.api = { handler: async () => require('./word.json').word };";
    const files = {
      "lib/app.cjs": Buffer.from(code),
      "lib/word.json": Buffer.from('{"word":"yes"}'),
    };
    await account.create("nested", "", {
      Handler: "lib/app.api.handler",
      Code: { ZipFile: zipSync(files) },
    });
    expect((await account.invoke("nested")).value).toBe("yes");
  });

  test("an event invocation is taken and run", async () => {
    await account.create(
      "events",
      `export const handler = async ({ a }) => console.log("got", a);`,
    );
    await account.invoke("events", { a: 5 }, { InvocationType: "Event" });
    await until(() => account.logs("events")[0]?.includes("REPORT") ?? false);
    expect(account.logs("events")[0]).toMatch(/\tINFO\tgot 5\n/);
  });

  test("a function that does not exist cannot be invoked", async () => {
    expect(await refusal(account.invoke("nowhere"))).toMatch(/^ResourceNotFoundException/);
  });
});
