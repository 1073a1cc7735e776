import { describe, expect, test } from "@jest/globals";
import { copyRule, type Fate } from "../../../../src/inject/copy/copy-rule.ts";

function rule(options: { include?: string[]; exclude?: string[]; ignoreFile?: string } = {}) {
  return copyRule({ include: [], exclude: [], ignoreFile: "", ...options });
}

describe("without inputs", () => {
  test.each([
    "app/models/post.rb",
    "app/log",
    "app/tmp",
    "config/environments/test.rb",
    "config/credentials.yml.enc",
    "db/schema.rb",
    "db/seeds.rb",
    "engines/shop/spec",
    "lib/keys.rb",
    "lib/x.sqlite3",
    "public/untracked.js",
    "storage/ab/blob",
    "vendor/javascript/x.js",
    "lib/vendor/bundle",
    ".ruby-version",
    ".gitignore",
    "node_modules",
    ".bundle",
  ])("%s is copied", (path) => {
    expect(rule().fateOf(path, false, "copied")).toBe("copied");
  });

  test.each([
    ".git",
    "vendor/engine/.git",
    ".github",
    "vendor/bundle",
    "tmp",
    "log",
    "coverage",
    "test",
    "spec",
    ".megamode",
    ".env",
    ".env.production",
    "engines/shop/.env.local",
    "config/master.key",
    "config/credentials/production.key",
    "db/development.sqlite3",
    "db/development.sqlite3-wal",
    "storage/production.sqlite",
    "storage/cache/x.db",
  ])("%s is left out", (path) => {
    expect(rule().fateOf(path, false, "copied")).toBe("left out");
  });

  test.each(["certs/server.pem", "certs/SERVER.PEM", "config/ca.crt", "ca.cer"])(
    "%s is copied if it is public",
    (path) => {
      expect(rule().fateOf(path, false, "copied")).toBe("if public");
      expect(rule().fateOf(path, false, "left out")).toBe("left out");
      expect(rule().fateOf(path, true, "copied")).toBe("copied");
      expect(rule({ exclude: [path] }).fateOf(path, false, "copied")).toBe("left out");
      expect(rule({ include: [path] }).fateOf(path, false, "copied")).toBe("named");
    },
  );

  test("what lies in a folder that is left out is left out", () => {
    expect(rule().fateOf("log/x", false, "left out")).toBe("left out");
  });

  test("nothing is brought back", () => {
    expect(rule().bringsBack("spec")).toBe(false);
  });
});

describe("`exclude` and `.megamodeignore`", () => {
  test.each<[string, boolean, Fate]>([
    ["big", true, "left out"],
    ["lib/big", true, "copied"],
    ["docs", true, "left out"],
    ["docs", false, "copied"],
    ["lib/docs", true, "copied"],
    ["a.psd", false, "left out"],
    ["logo.psd", false, "copied"],
    ["A.PSD", false, "copied"],
    [".hidden.yml", false, "left out"],
    ["Readme", false, "copied"],
  ])("of %s, a folder: %s, the fate is: %s", (path, isFolder, fate) => {
    const { fateOf } = rule({
      exclude: ["./big/", "*.yml"],
      ignoreFile: "/docs/\n*.psd\n!logo.psd\nREADME\n",
    });
    expect(fateOf(path, isFolder, "copied")).toBe(fate);
  });
});

describe("`include`", () => {
  const { fateOf, bringsBack } = rule({
    include: ["docs", "./spec/fixtures/**", ".env.example", "vendor/**"],
    exclude: ["docs/**"],
    ignoreFile: "/docs/\n",
  });

  test.each<[string, Fate, Fate]>([
    ["docs", "copied", "named"],
    ["docs/a.md", "named", "named"],
    ["docs/.env", "named", "left out"],
    ["docs/x.pem", "named", "if public"],
    ["spec", "copied", "left out"],
    ["spec/b.rb", "left out", "left out"],
    ["spec/fixtures/a.yml", "left out", "named"],
    [".env.example", "copied", "named"],
    [".env", "copied", "left out"],
    ["vendor/bundle", "copied", "named"],
    ["vendor/.git", "copied", "left out"],
    ["app", "copied", "copied"],
  ])("of %s in a folder that is %s, the fate is: %s", (path, parent, fate) => {
    expect(fateOf(path, false, parent)).toBe(fate);
  });

  test.each([
    ["spec", true],
    ["spec/fixtures/deep", true],
    ["vendor/bundle", true],
    ["log", false],
    ["specs", false],
    ["vendor/.git", false],
  ])("may bring something back out of %s: %s", (folder, may) => {
    expect(bringsBack(folder)).toBe(may);
  });
});
