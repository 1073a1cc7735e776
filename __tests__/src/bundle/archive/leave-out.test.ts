import { readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { listEntries } from "../../../../src/bundle/archive/entries.ts";
import {
  leftOutOfApp,
  leftOutOfGems,
  secretsRule,
} from "../../../../src/bundle/archive/leave-out.ts";
import { CERTIFICATE, KEY } from "../../../pem.ts";
import { tree } from "../../../tree.ts";
import { SECRET } from "../../inject/copy/secret-names.ts";

describe("of the app", () => {
  test.each([
    ["app/node_modules", true],
    ["app/engines/blog/node_modules", true],
    ["app/.yarn", true],
    ["app/.pnp.cjs", true],
    ["app/.bundle", true],
    ["app/node_modules_of_mine", false],
    ["app/tmp/cache", true],
    ["app/tmp/local_secret.txt", true],
    ["app/tmp/pids", false],
    ["app/tmp", false],
    ["app/lib/tmp/pids", false],
    ["app/vendor/cache/rack-3.1.0.gem", true],
    ["app/vendor/cache/rails-0123456789ab", false],
    ["app/vendor/cache/rails-0123456789ab/a.gem", false],
    ["app/.megamode/bundle", true],
    ["app/.megamode/bundle.rb", false],
    ["app/.megamode/config.ru", false],
    ["app/log/production.log", true],
    ["app/log/.keep", false],
    ["app/lib/a.log", false],
  ])("%s is left out: %s", (path, isLeftOut) => {
    expect(leftOutOfApp(path)).toBe(isLeftOut);
  });
});

describe("secrets in the app, whoever wrote them", () => {
  const files: Record<string, string> = {
    "app/config.ru": "run",
    "app/config/ca.pem": CERTIFICATE,
    "app/config/both.crt": CERTIFICATE + KEY,
    "app/config/key.pem": KEY,
    "app/.npmrc": "token",
    "app/engines/a/.yarnrc.yml": "token",
    "app/.aws/config": "region",
    "app/.aws/credentials": "secret",
    "app/.megamode/repository/lib/a/.ENV": "secret",
    "gems/ruby/3.3.0/gems/a-1/test.key": "published",
  };
  const packed = async (include: readonly string[], backing = tree(files)) => {
    const leaveOut = secretsRule(backing, include);
    const entries = await listEntries(backing, readdirSync(backing), leaveOut);
    return entries.flatMap(({ kind, path }) => (kind === "directory" ? [] : path)).sort();
  };
  const always = ["app/config/ca.pem", "app/config.ru", "gems/ruby/3.3.0/gems/a-1/test.key"];

  test("are left out; public certificates and what a gem brings are not", async () => {
    expect(await packed([])).toEqual(always.sort());
  });

  test.each<[string, readonly string[]]>([
    [".aws/config", ["app/.aws/config"]],
    [".aws", ["app/.aws/config", "app/.aws/credentials"]],
    [".npmrc", ["app/.npmrc"]],
    ["**/.yarnrc.yml", ["app/engines/a/.yarnrc.yml"]],
    ["config/*.pem", ["app/config/key.pem"]],
    ["config/both.crt", ["app/config/both.crt"]],
    ["**", ["app/config/both.crt", "app/config/key.pem"]],
  ])("are packed where `include` names them: %s", async (glob, more) => {
    expect(await packed([glob])).toEqual([...always, ...more].sort());
  });

  test.each(SECRET)("are left out at any depth: %s", async (path) => {
    for (const place of ["app", "app/vendor/engine"]) {
      const backing = tree({ [`${place}/${path}`]: "secret", [`${place}/${path}s/x`]: "s" });
      const found = await packed([], backing);
      expect(found).not.toContain(`${place}/${path}`);
      const folder = tree({ [`${place}/${path}/deep/er`]: "secret" });
      expect(await packed([], folder)).toEqual([]);
    }
  });

  test("may be linked to: a link holds nothing", async () => {
    const backing = tree({ "app/config.ru": "run" });
    symlinkSync("/mnt/data/ca.pem", join(backing, "app/ca.pem"));
    symlinkSync("/mnt/data/.env", join(backing, "app/.env"));
    expect(await packed([], backing)).toEqual(["app/.env", "app/ca.pem", "app/config.ru"]);
  });
});

describe("of the gems", () => {
  test.each([
    ["gems/ruby/3.3.0/cache", true],
    ["gems/ruby/3.3.0/gems/a-1/cache", false],
    ["gems/ruby/3.3.0/extensions/x86_64-linux/3.3.0/a-1/gem_make.out", true],
    ["gems/ruby/3.3.0/extensions/x86_64-linux/3.3.0/a-1/mkmf.log", true],
    ["gems/ruby/3.3.0/extensions/x86_64-linux/3.3.0/a-1/gem.build_complete", false],
    ["gems/ruby/3.3.0/gems/a-1/ext/Makefile", true],
    ["gems/ruby/3.3.0/gems/a-1/ext/a/b/Makefile", true],
    ["gems/ruby/3.3.0/gems/a-1/lib/templates/Makefile", false],
  ])("%s is left out: %s", (path, isLeftOut) => {
    expect(leftOutOfGems(path)).toBe(isLeftOut);
  });
});
