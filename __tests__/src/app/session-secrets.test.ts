import { describe, expect, test } from "@jest/globals";
import { findSessionSecrets, isSessionSecret } from "../../../src/app/session-secrets.ts";
import { tree } from "../../tree.ts";

type Files = Readonly<Record<string, string>>;

async function found(files: Files, gems: readonly string[] = [], kind: "rack" | "rails" = "rack") {
  const locked = new Map(gems.map((gem) => [gem, "1"]));
  return findSessionSecrets({ dir: tree(files), kind, locked });
}
const names = async (...of: Parameters<typeof found>) =>
  (await found(...of)).map((one) => one.name);

describe("the variables that seal an app's sessions", () => {
  test.each<[string, string, readonly string[]]>([
    ["fetched", 'set :session_secret, ENV.fetch("SESSION_SECRET")', ["SESSION_SECRET"]],
    [
      "fetched, with another in place",
      "ENV.fetch('SESSION_SECRET') { SecureRandom.hex(64) }",
      ["SESSION_SECRET"],
    ],
    ["by index", 'use Rack::Session::Cookie, secret: ENV["SESSION_SECRET"]', ["SESSION_SECRET"]],
    [
      "taken out of the environment, as Roda's stack does it",
      "secret: ENV.send((dev ? :[] : :delete), 'SHOP_SESSION_SECRET')",
      ["SHOP_SESSION_SECRET"],
    ],
    [
      "of Hanami 1",
      "sessions :cookie, secret: ENV['WEB_SESSIONS_SECRET']",
      ["WEB_SESSIONS_SECRET"],
    ],
    [
      "of a setting of Hanami 2",
      "class Settings\n  setting :session_secret, constructor: String",
      ["SESSION_SECRET"],
    ],
    [
      "of another name, given to a middleware",
      'use Rack::Session::Cookie,\n  key: "shop",\n  secret: ENV.fetch("COOKIE_SECRET")',
      ["COOKIE_SECRET"],
    ],
    ["given to Roda's plugin", 'plugin :sessions, :secret => ENV["SHOP_KEY"]', ["SHOP_KEY"]],
    [
      "given to Hanami's actions",
      'config.actions.sessions = :cookie, {secret: ENV["APP_KEY"]}',
      ["APP_KEY"],
    ],
    [
      "two of them",
      'x ENV["ADMIN_SESSION_SECRET"], ENV["SESSION_SECRET"]',
      ["ADMIN_SESSION_SECRET", "SESSION_SECRET"],
    ],
    ["not the one that every app gets", 'set :session_secret, ENV["SECRET_KEY_BASE"]', []],
    ["not what only chooses", 'set :session_secret, SECRETS[ENV["RACK_ENV"]]', []],
    ["not those of others", 'Stripe.key = ENV["STRIPE_SECRET"]\nenable :sessions', []],
    ["not of a comment", '  # ENV["SESSION_SECRET"]', []],
    [
      "not of what follows a middleware",
      'use Rack::Session::Pool\n\nuse Api, secret: ENV["API_SECRET"]',
      [],
    ],
  ])("%s", async (_, code, expected) => {
    expect(await names({ "lib/shop/web.rb": code })).toEqual(expected);
    expect(await names({ "config.ru": code })).toEqual(expected);
  });

  test("are found in no time in files with nothing but blanks", async () => {
    const blanks = " ".repeat(400_000);
    const files = { "a.rb": `sessions${blanks}`, ".env": "\n".repeat(400_000) };
    expect(await names(files)).toEqual([]);
  });

  // To look for the end of a longer one took a minute in half a megabyte.
  test("have names of 60 characters or so at most", async () => {
    const long = "X".repeat(100);
    const text = `"${long}_SESSION_SECRET" "SESSION_SECRET_${long}"`;
    expect(await names({ "data.rb": text })).toEqual([]);
  });

  test("are named with the file that shows it", async () => {
    const files = { "config.ru": "run App", "app.rb": 'ENV["SESSION_SECRET"]' };
    expect(await found(files)).toEqual([{ name: "SESSION_SECRET", shownBy: "named in `app.rb`" }]);
  });

  test("are Sinatra's own default, whatever else is read", async () => {
    expect(await names({}, ["sinatra"])).toEqual(["SESSION_SECRET"]);
    const other = { "app.rb": 'use Rack::Session::Cookie, secret: ENV["COOKIE_SECRET"]' };
    expect(await names(other, ["sinatra"])).toEqual(["COOKIE_SECRET", "SESSION_SECRET"]);
  });

  test("are none in a Rails app that reads none, though a gem brings Sinatra", async () => {
    expect(await names({}, ["sinatra", "railties"], "rails")).toEqual([]);
    const read = { "config/initializers/x.rb": 'ENV["SESSION_SECRET"]' };
    expect(await names(read, ["railties"], "rails")).toEqual(["SESSION_SECRET"]);
  });

  test("are not those that a packed `.env` file gives", async () => {
    const read = { "config.ru": 'ENV["SESSION_SECRET"]; ENV["A_SESSION_SECRET"]' };
    const env = { ".env.production": "# X\nexport SESSION_SECRET=own\n" };
    expect(await names({ ...read, ...env })).toEqual(["A_SESSION_SECRET"]);
    const pattern = {
      ".env.example": "SESSION_SECRET=change me\n",
      ".env.test": "A_SESSION_SECRET=a",
    };
    expect(await names({ ...read, ...pattern })).toEqual(["A_SESSION_SECRET", "SESSION_SECRET"]);
  });

  test("are not those of tests and of our own files", async () => {
    const code = 'ENV["SESSION_SECRET"]';
    for (const folder of [".megamode/gem", "spec", "test", "node_modules/x"]) {
      expect(await names({ [`${folder}/x.rb`]: code })).toEqual([]);
    }
  });
});

test("a variable's name says whether it seals sessions", () => {
  for (const name of ["SESSION_SECRET", "WEB_SESSIONS_SECRET", "SESSION_SECRET_KEY"]) {
    expect(isSessionSecret(name)).toBe(true);
  }
  for (const name of ["SESSION_STORE", "OBSESSION_SECRET", "API_SECRET"]) {
    expect(isSessionSecret(name)).toBe(false);
  }
});
