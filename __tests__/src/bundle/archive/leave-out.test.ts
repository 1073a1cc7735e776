import { readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { listEntries } from "../../../../src/bundle/archive/entries.ts";
import {
  leftOutOfApp,
  leftOutOfGems,
  secretsRule,
} from "../../../../src/bundle/archive/leave-out.ts";
import { includeRule } from "../../../../src/inject/copy/include.ts";
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

describe("of the app, `include` brings back", () => {
  const files = {
    "app/config.ru": "run",
    "app/node_modules/govuk/dist/a.css": "x",
    "app/node_modules/react/index.js": "x",
    "app/engines/e/node_modules/b/b.js": "x",
    "app/.bundle/config": "x",
    "app/tmp/cache/x": "x",
    "app/tmp/seed/y": "x",
    "app/log/a.log": "x",
    "app/vendor/cache/a-1.gem": "x",
    "app/.env.production": "A=1",
    "app/.git/config": "token",
    "app/vendor/engine/.git/config": "token",
    "app/.megamode/bundle/x": "ours",
    "app/.megamode/node_modules_of_ours": "ours",
  };
  const backing = tree(files);
  const packed = async (include: readonly string[]) => {
    const isSecret = secretsRule(backing, include);
    const included = includeRule(include);
    const leaveOut = (path: string, isFolder: boolean) =>
      leftOutOfApp(path, isFolder, included) || isSecret(path);
    const entries = await listEntries(backing, ["app"], leaveOut);
    return entries.filter(({ kind }) => kind === "file").map(({ path }) => path.slice(4));
  };
  const always = [".megamode/node_modules_of_ours", "config.ru"];

  test.each<[string, readonly string[]]>([
    ["docs/**", []],
    ["node_modules/**", ["node_modules/govuk/dist/a.css", "node_modules/react/index.js"]],
    ["node_modules/govuk/**", ["node_modules/govuk/dist/a.css"]],
    ["node_modules/react/index.js", ["node_modules/react/index.js"]],
    ["**/*.css", ["node_modules/govuk/dist/a.css"]],
    ["engines/*/node_modules/**", ["engines/e/node_modules/b/b.js"]],
    [".bundle/**", [".bundle/config"]],
    ["tmp/seed/**", ["tmp/seed/y"]],
    ["tmp/**", ["tmp/cache/x", "tmp/seed/y"]],
    ["log/*.log", ["log/a.log"]],
    ["vendor/cache/*.gem", ["vendor/cache/a-1.gem"]],
    [".env.production", [".env.production"]],
    // Checkout's token lies there, and the other is ours.
    [".git/**", []],
    ["vendor/engine/.git/config", []],
    [".megamode/bundle/**", []],
  ])("what it names: %s", async (glob, more) => {
    expect(await packed([glob])).toEqual([...always, ...more].sort());
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
