import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { detectApp } from "../../../src/app/detect.ts";
import { UserError } from "../../../src/errors.ts";

const EXAMPLES = resolve(import.meta.dirname, "../../../examples");

let app: string;
beforeEach(() => {
  app = mkdtempSync(join(tmpdir(), "megamode-app-"));
});
afterEach(() => rmSync(app, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
}

function lockfile(...gems: string[]): string {
  const specs = gems.map((gem) => `    ${gem}\n`).join("");
  return `GEM\n  specs:\n${specs}\nPLATFORMS\n  x86_64-linux\n\nBUNDLED WITH\n   2.5.1\n`;
}

const rails = {
  "config.ru": "run Rails.application",
  Gemfile: 'gem "rails"',
  "Gemfile.lock": lockfile("puma (6.4.0)", "railties (8.0.1)", "propshaft (1.1.0)"),
  "config/application.rb": "module Shop\n  class Application < Rails::Application\n  end\nend\n",
};

describe("an app is looked at", () => {
  test("the Rails example", async () => {
    expect(await detectApp(join(EXAMPLES, "rails"))).toMatchObject({
      kind: "rails",
      label: "Rails",
      gemfile: "Gemfile",
      lockfile: "Gemfile.lock",
      bundledWith: "2.3.15",
      server: { name: "puma" },
      hasAssets: true,
      healthCheckPath: "/up",
    });
  });

  test("the Sinatra example", async () => {
    expect(await detectApp(join(EXAMPLES, "sinatra"))).toMatchObject({
      kind: "rack",
      label: "Rack",
      server: { name: "puma" },
      hasAssets: false,
      healthCheckPath: "/",
    });
  });

  test("an API-only Rails app has no assets", async () => {
    write(rails);
    expect(await detectApp(app)).toMatchObject({ kind: "rails", hasAssets: false });
    write({ "app/assets/x.css": "" });
    expect(await detectApp(app)).toMatchObject({ hasAssets: true });
  });

  test("an app without a lockfile, whose Rails brings Sprockets along, has assets", async () => {
    const { "Gemfile.lock": _, ...unlocked } = rails;
    write({ ...unlocked, Gemfile: 'gem "rails", "~> 6.1"\ngem "puma"\n', "app/assets/x.css": "" });
    expect(await detectApp(app)).toMatchObject({ hasAssets: false });
    write({ "app/assets/config/manifest.js": "//= link_tree ../images" });
    expect(await detectApp(app)).toMatchObject({ hasAssets: true });
  });

  test.each([
    ['get "up" => "rails/health#show", as: :rails_health_check', "/up"],
    ["get '/healthz', to: 'rails/health#show'", "/healthz"],
    ['get("up", to: "rails/health#show")', "/up"],
    ['# get "up" => "rails/health#show"', "/"],
    ['get "up" => "status#show"', "/"],
  ])("its health check: %s", async (route, path) => {
    write({ ...rails, "config/routes.rb": `Rails.application.routes.draw do\n  ${route}\nend\n` });
    expect((await detectApp(app)).healthCheckPath).toBe(path);
  });

  test("`gems.rb` goes before a Gemfile, as for Bundler", async () => {
    write({ ...rails, "gems.rb": "", "gems.locked": lockfile("puma (7.0.0)") });
    const found = await detectApp(app);
    expect([found.gemfile, found.lockfile]).toEqual(["gems.rb", "gems.locked"]);
    expect(found.server).toEqual({ name: "puma", version: "7.0.0" });
  });

  test("without a lockfile the Gemfile says which server", async () => {
    write({ "config.ru": "", Gemfile: 'gem "rack"\n  gem "puma", "~> 6"\n' });
    expect((await detectApp(app)).server).toEqual({ name: "puma", version: undefined });
  });
});

test.each([
  ["no Gemfile", { "config.ru": "" }],
  ["an empty Gemfile", { "config.ru": "", Gemfile: "" }],
  [
    "a server that cannot be started here",
    { ...rails, "Gemfile.lock": lockfile("passenger (6.1.0)") },
  ],
])("Puma is added where there is %s", async (_, files) => {
  write(files);
  const found = await detectApp(app);
  expect(found.server).toEqual({ name: "puma", version: undefined, added: true });
  expect(found.reasons).toContain("puma: added, since the bundle has no server");
});

describe("what is missing is named, with the fix", () => {
  test.each([
    ["the folder", {}, "/nowhere", /`.*nowhere` does not exist/, /`working-directory`/],
    ["config.ru", { Gemfile: "" }, "", /no `config\.ru`/, /`working-directory`/],
    [
      "a Gemfile of a Rails app",
      { "config.ru": "", "config/application.rb": rails["config/application.rb"] },
      "",
      /no `Gemfile`/,
      /gem "puma"/,
    ],
  ] as const)("%s", async (_, files, below, message, fix) => {
    write(files);
    const error = await detectApp(app + below).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(message);
    expect((error as UserError).fix).toMatch(fix);
  });
});
