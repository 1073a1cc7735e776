import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { findMasterKey } from "../../../src/app/master-key.ts";
import { tree } from "../../tree.ts";

const COMMON = { "config/credentials.yml.enc": "abc--def--ghi" };
const OF_STAGING = { "config/credentials/staging.yml.enc": "abc--def--ghi" };

const find = (
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
  ofJob?: string,
  exclude: readonly string[] = [],
  railsEnv = "production",
) => findMasterKey(tree(files), railsEnv, environment, ofJob, exclude);
const findInStaging = (files: Readonly<Record<string, string>>) =>
  find(files, {}, undefined, [], "staging");

describe("the key of an app's credentials", () => {
  test("is not looked for where nothing is encrypted", async () => {
    expect(await find({ "config/master.key": "key" })).toEqual({ kind: "settled" });
  });

  test("is not looked for where the credentials are left out", async () => {
    const left = await find(COMMON, {}, "key", ["config/credentials.yml.enc"]);
    expect(left).toEqual({ kind: "settled" });
    expect(await find(COMMON, {}, "key", ["config/other"])).toMatchObject({ kind: "found" });
  });

  test("is the function's variable before all", async () => {
    const given = { RAILS_MASTER_KEY: "key" };
    expect(await find(COMMON, given, "other")).toEqual({ kind: "settled" });
  });

  test("is the job's before that of a file", async () => {
    const found = await find({ ...COMMON, "config/master.key": "of file" }, {}, "of job");
    expect(found).toEqual({ kind: "found", value: "of job", from: "the job's environment" });
  });

  test("is that of the file, without its line's end", async () => {
    const found = await find({ ...COMMON, "config/master.key": " of file\n" });
    expect(found).toEqual({ kind: "found", value: "of file", from: "`config/master.key`" });
  });

  test("is that of the Rails environment", async () => {
    const keys = {
      "config/credentials/staging.key": "a",
      "config/credentials/production.key": "b",
    };
    const both = { ...COMMON, ...OF_STAGING, ...keys };
    expect(await findInStaging(both)).toMatchObject({ value: "a" });
    const ofProduction = { "config/credentials/production.yml.enc": "", ...keys };
    expect(await find(ofProduction)).toMatchObject({ value: "b" });
  });

  test("is missing where no file has it, or an empty one", async () => {
    const missing = {
      kind: "missing",
      credentials: "config/credentials.yml.enc",
      keyFile: "config/master.key",
      reader: undefined,
    };
    expect(await find(COMMON)).toEqual(missing);
    const read = { ...COMMON, "lib/shop.rb": "Rails.application.credentials.shop" };
    expect(await find(read)).toEqual({ ...missing, reader: "lib/shop.rb" });
    expect(await find({ ...COMMON, "config/master.key": "\n" })).toEqual(missing);
    expect(await findInStaging({ ...COMMON, "config/master.key": "key", ...OF_STAGING })).toEqual({
      kind: "missing",
      credentials: "config/credentials/staging.yml.enc",
      keyFile: "config/credentials/staging.key",
      reader: undefined,
    });
  });

  test("is missing where a folder has its name", async () => {
    const dir = tree(COMMON);
    mkdirSync(join(dir, "config/master.key"));
    expect(await findMasterKey(dir, "production", {}, undefined, [])).toMatchObject({
      kind: "missing",
    });
  });
});
