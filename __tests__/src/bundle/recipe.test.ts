import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { type RecipeInput, recipeDigest } from "../../../src/bundle/recipe.ts";

const FILES = {
  Gemfile: 'gem "rack"\n',
  "Gemfile.lock": "    rack (3.2.8)\n",
  "vendor/cache/rack-3.2.8.gem": "a gem",
  "app.rb": "1\n",
};

function app(files: Readonly<Record<string, string>> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), "megamode-recipe-"));
  for (const [path, text] of Object.entries({ ...FILES, ...files })) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

const input = (more: Partial<RecipeInput> = {}): RecipeInput => ({
  action: "a",
  machine: "m",
  ruby: { version: "3.3.8" },
  inputs: [[], []],
  dir: app(),
  app: { gemfile: "Gemfile", lockfile: "Gemfile.lock" },
  running: { BUNDLE_WITHOUT: "development:test", BUNDLE_WITH: "" },
  installing: new Map([["BUNDLE_JOBS", "4"]]),
  environment: { CFLAGS: "-O2", PATH: "/bin" },
  ...more,
});

describe("a recipe", () => {
  test("is the same in another folder, with another app of the same gems, however it is spelt", async () => {
    const same = [
      input(),
      input({ dir: app({ "app.rb": "2\n" }) }),
      input({ running: { BUNDLE_WITH: "", BUNDLE_WITHOUT: "development:test" } }),
      input({
        environment: { PATH: "/usr/bin", CFLAGS: "-O2", BUNDLE_RUBYGEMS__ORG: "user:token" },
      }),
      input({ installing: new Map([["BUNDLE_GEMS__EXAMPLE__COM", "user:another"]]) }),
    ];
    expect(new Set(await Promise.all(same.map(recipeDigest))).size).toBe(1);
  });

  const others: readonly (readonly [string, Partial<RecipeInput>])[] = [
    ["the action", { action: "b" }],
    ["the machine", { machine: "n" }],
    ["Ruby", { ruby: { version: "3.3.9" } }],
    ["what is carried", { inputs: [["libvips.so.42"], []] }],
    ["the Gemfile", { dir: app({ Gemfile: 'gem "rack", "~> 3"\n' }) }],
    ["the lockfile", { dir: app({ "Gemfile.lock": "    rack (3.2.9)\n" }) }],
    ["a gem that the app brings along", { dir: app({ "vendor/cache/rack-3.2.8.gem": "patched" }) }],
    ["the groups", { running: { BUNDLE_WITHOUT: "test" } }],
    ["the compiler's flags", { environment: { CFLAGS: "-O3" } }],
    ["a gem's build options", { installing: new Map([["BUNDLE_BUILD__PG", "--with-x"]]) }],
  ];
  test.each(others)("is another with another %s", async (_name, more) => {
    expect(await recipeDigest(input(more))).not.toBe(await recipeDigest(input()));
  });
});
