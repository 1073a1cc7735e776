import { join, resolve } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { detectApp } from "../../../src/app/detect.ts";
import { UserError } from "../../../src/errors.ts";
import { tree, writeTree } from "../../tree.ts";

const EXAMPLES = resolve(import.meta.dirname, "../../../examples");

let app: string;
beforeEach(() => {
  app = tree({});
});

const write = (files: Readonly<Record<string, string>>) => writeTree(app, files);

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

  test.each(["vite_rails", "shakapacker", "cssbundling-rails", "tailwindcss-rails"])(
    "an app with %s has assets, wherever they lie",
    async (gem) => {
      write({ ...rails, "Gemfile.lock": lockfile("railties (8.0.1)", `${gem} (3.0.0)`) });
      const { hasAssets, reasons } = await detectApp(app);
      expect(hasAssets).toBe(true);
      expect(reasons).toContain(`Assets by ${gem} 3.0.0`);
    },
  );

  test("an app without a lockfile, whose Rails brings Sprockets along, has assets", async () => {
    const { "Gemfile.lock": _, ...unlocked } = rails;
    write({ ...unlocked, Gemfile: 'gem "rails", "~> 6.1"\ngem "puma"\n', "app/assets/x.css": "" });
    expect(await detectApp(app)).toMatchObject({ hasAssets: false });
    write({ "app/assets/config/manifest.js": "//= link_tree ../images" });
    expect(await detectApp(app)).toMatchObject({ hasAssets: true });
  });

  test("a locked bundle without an asset pipeline has no assets, whatever files there are", async () => {
    write({ ...rails, "Gemfile.lock": lockfile("rails (8.0.1)"), Gemfile: 'gem "propshaft"' });
    write({ "app/assets/config/manifest.js": "" });
    expect(await detectApp(app)).toMatchObject({ hasAssets: false });
  });

  test("an app without a lockfile has assets by the gem that its Gemfile names", async () => {
    const { "Gemfile.lock": _, ...unlocked } = rails;
    write({ ...unlocked, Gemfile: 'gem "propshaft"\n', "app/assets/x.css": "" });
    const found = await detectApp(app);
    expect(found.hasAssets).toBe(true);
    expect(found.reasons).toContain("Assets by propshaft");
  });

  test("a Rack app has no assets and no routes, whatever files there are", async () => {
    write({ ...rails, "config/application.rb": "", "app/assets/x.css": "" });
    write({ "config/routes.rb": 'get "up" => "rails/health#show"\n' });
    expect(await detectApp(app)).toMatchObject({
      kind: "rack",
      label: "Rack",
      hasAssets: false,
      healthCheckPath: "/",
    });
  });

  test("its health check is the one that its routes name", async () => {
    write({ ...rails, "config/routes.rb": 'get "up" => "rails/health#show"\n' });
    expect((await detectApp(app)).healthCheckPath).toBe("/up");
    write({ "config/routes.rb": "" });
    expect((await detectApp(app)).healthCheckPath).toBe("/");
  });

  test("the log says why, with versions", async () => {
    write({ ...rails, "app/assets/x.css": "", "config/routes.rb": "" });
    expect((await detectApp(app)).reasons).toEqual([
      "Rails 8.0.1: `config/application.rb` is a Rails application",
      "puma 6.4.0: from the bundle",
      "Assets by propshaft 1.1.0",
      "Health check `/`: no other is known",
    ]);
    write({ "config/routes.rb": 'get "up" => "rails/health#show"\n' });
    expect((await detectApp(app)).reasons.at(-1)).toBe(
      "Health check `/up`: `config/routes.rb` has `rails/health#show` there",
    );
  });

  test("the log says why for a Rack app with a server command", async () => {
    write({ "config.ru": "", Gemfile: "", "Gemfile.lock": lockfile("rack (3.1.0)") });
    const { server, reasons } = await detectApp(app, undefined, "x {socket}");
    expect(server).toEqual({ name: "command", command: "x {socket}" });
    expect(reasons).toEqual([
      "Rack 3.1.0: `config.ru`, and no Rails application in `config/application.rb`",
      "Server: `server-command`",
      "Health check `/`: no other is known",
    ]);
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
    ["a folder", { below: "a file" }, "/below", /`.*below` does not exist/, /`working-directory`/],
    ["config.ru", { Gemfile: "" }, "", /no `config\.ru`/, /`working-directory`/],
    ["config.ru as a file", { "config.ru/x": "" }, "", /no `config\.ru`/, /`working-directory`/],
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

  test("a Gemfile that BUNDLE_GEMFILE names", async () => {
    write({ "config.ru": "" });
    await expect(detectApp(app, "ci.gemfile")).rejects.toThrow("no `ci.gemfile`");
    write({ "ci.gemfile": 'gem "falcon"\n' });
    const { gemfile, lockfile: lock, server } = await detectApp(app, "ci.gemfile");
    expect([gemfile, lock, server.name]).toEqual(["ci.gemfile", "ci.gemfile.lock", "falcon"]);
  });
});
