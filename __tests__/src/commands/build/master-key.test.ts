import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { withMasterKey } from "../../../../src/commands/build/master-key.ts";
import type { BuildContext } from "../../../../src/commands/context.ts";
import { UserError } from "../../../../src/errors.ts";
import { readInputs } from "../../../../src/inputs/read.ts";
import { fakeReporter } from "../../../fakes/reporter.ts";
import { dependabots, mergeGroup, pullRequest } from "../../inputs/event/payloads.ts";

const made: string[] = [];
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true });
});

/** Runs it for an app with these files. */
async function run(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  payload?: unknown,
) {
  const dir = mkdtempSync(join(tmpdir(), "megamode-app-"));
  made.push(dir);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  const reporter = fakeReporter();
  const inputs = readInputs({ AWS_REGION: "eu-west-1", ...env }, dir, payload);
  // Nothing else of a build is asked for.
  const context = { inputs, reporter } as unknown as BuildContext;
  const { environment } = (await withMasterKey(context)).inputs;
  return { key: environment.RAILS_MASTER_KEY, reporter };
}

const unread = { "config/credentials.yml.enc": "abc--def--ghi" };
const encrypted = { ...unread, "app/models/shop.rb": "Rails.application.credentials.shop" };
const ofProduction = { "config/credentials/production.yml.enc": "abc--def--ghi" };

describe("RAILS_MASTER_KEY", () => {
  test("is not asked for where nothing is encrypted", async () =>
    expect((await run({})).key).toBeUndefined());

  test.each([
    ["`environment`", encrypted, { INPUT_ENVIRONMENT: "RAILS_MASTER_KEY=planted" }],
    ["the job's environment", encrypted, { RAILS_MASTER_KEY: "planted" }],
    [
      "the job's environment, over an empty line of `environment`",
      encrypted,
      { RAILS_MASTER_KEY: "planted", INPUT_ENVIRONMENT: "RAILS_MASTER_KEY=" },
    ],
    ["`config/master.key`", { ...encrypted, "config/master.key": "planted\n" }, {}],
    [
      "the key file of the Rails environment",
      { ...encrypted, ...ofProduction, "config/credentials/production.key": "planted" },
      {},
    ],
  ])("is taken from %s", async (_, files, env) => {
    const { key } = await run(files, env);
    expect(key).toBe("planted");
  });

  test("that lies in a file is masked", async () => {
    const { reporter } = await run({ ...encrypted, "config/master.key": "planted" });
    expect(reporter.secrets).toEqual(["planted"]);
  });

  test("that is missing is an error with the lines to paste", async () => {
    const error = await run(encrypted).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    const { message, fix } = error as UserError;
    expect(message).toContain("`config/credentials.yml.enc`");
    expect(message).toContain("`app/models/shop.rb` reads them.");
    expect(fix).toContain("`gh secret set RAILS_MASTER_KEY < config/master.key`");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what is pasted into the workflow
    expect(fix).toContain("RAILS_MASTER_KEY=${{ secrets.RAILS_MASTER_KEY }}");
  });

  test("that is missing is a notice where nothing of the app reads its credentials", async () => {
    const { key, reporter } = await run(unread);
    expect(key).toBeUndefined();
    expect(reporter.notices).toEqual([
      expect.stringMatching(/^`config\/credentials.yml.enc` cannot be read.*none of its own files/),
    ]);
  });

  test("of other credentials does not do", async () => {
    const files = { ...encrypted, ...ofProduction, "config/master.key": "planted" };
    await expect(run(files)).rejects.toThrow("`config/credentials/production.yml.enc`");
  });

  test("is not needed for credentials that are left out", async () => {
    const env = { INPUT_EXCLUDE: "config/credentials.yml.enc" };
    expect((await run(encrypted, env)).key).toBeUndefined();
  });

  test.each([
    ["a fork", pullRequest("opened", "fork")],
    ["Dependabot", dependabots("opened")],
  ])("that %s cannot have is a notice", async (_, { env, payload }) => {
    const { reporter } = await run(encrypted, env, payload);
    expect(reporter.notices).toEqual([
      expect.stringMatching(/`config\/credentials.yml.enc`.*because .* no secrets\.$/),
    ]);
  });

  test("that a merge queue could have is an error, as for a deploy", async () => {
    const { env, payload } = mergeGroup("main");
    await expect(run(encrypted, env, payload)).rejects.toThrow("`config/credentials.yml.enc`");
  });
});
