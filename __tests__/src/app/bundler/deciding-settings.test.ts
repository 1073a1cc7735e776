import { describe, expect, test } from "@jest/globals";
import { decidingSettings } from "../../../../src/app/bundler/deciding-settings.ts";

type Said = Readonly<Record<string, string>>;
const decide = (app: Said, job: Said = {}, home: Said = {}) =>
  Object.fromEntries(
    decidingSettings({
      app: new Map(Object.entries(app)),
      job: new Map(Object.entries(job)),
      home: new Map(Object.entries(home)),
    }),
  );

describe("settings that decide what is installed", () => {
  test.each<[string, string]>([
    ["BUNDLE_MIRROR__ALL", "https://mirror.example.com"],
    ["BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/", "https://mirror.example.com"],
    ["BUNDLE_SSL_VERIFY_MODE", "0"],
    ["BUNDLE_SSL_CA_CERT", "/etc/own.pem"],
    ["BUNDLE_BUILD__PG", "--with-pg-config=/opt/pg"],
    ["BUNDLE_FORCE_RUBY_PLATFORM", "true"],
    ["BUNDLE_CACHE_PATH", "gems/brought"],
    ["BUNDLE_LOCAL__RACK", "/home/me/rack"],
    ["BUNDLE_DISABLE_CHECKSUM_VALIDATION", "true"],
    ["BUNDLE_PLUGINS", "false"],
    ["BUNDLE_BRAND_NEW", "true"],
    ["BUNDLE_COOLDOWN", "7"],
  ])("are %s=%s, wherever they come from", (name, value) => {
    const expected = { [name]: value };
    expect(decide(expected)).toEqual(expected);
    expect(decide({}, expected)).toEqual(expected);
    expect(decide({}, {}, expected)).toEqual(expected);
  });

  test.each<[string, string]>([
    ["BUNDLE_JOBS", "4"],
    ["BUNDLE_RETRY", "3"],
    ["BUNDLE_PATH", "vendor/bundle"],
    ["BUNDLE_FROZEN", "true"],
    ["BUNDLE_WITHOUT", "test"], // Among those that are the same while running.
    ["BUNDLE_SILENCE_ROOT_WARNING", "true"],
    ["BUNDLE_GEM__COC", "true"],
    ["BUNDLE_SSL_CA_CERT", ""],
  ])("are not %s=%s", (name, value) => {
    expect(decide({ [name]: value })).toEqual({});
  });

  test("are what the app says, over the job, over the user's home", () => {
    const [app, job, home] = ["a", "b", "c"].map((BUNDLE_MIRROR__ALL) => ({ BUNDLE_MIRROR__ALL }));
    expect(decide(app!, job, home)).toEqual(app);
    expect(decide({}, job, home)).toEqual(job);
  });

  test.each<[string, string]>([
    ["BUNDLE_GEMS__EXAMPLE__COM", "user:planted-secret"],
    ["BUNDLE_GITHUB__COM", "planted-secret"],
    ["BUNDLE_MIRROR__ALL", "https://deploy:planted-secret@mirror.example.com"],
    ["BUNDLE_MIRROR__HTTPS://USER:PLANTED-SECRET@GEMS/", "https://mirror.example.com"],
    ["BUNDLE_LOCALHOST", "user:planted-secret"], // A host without a dot.
    ["BUNDLE_GEMSERVER", "plantedsecret123"],
    ["BUNDLE_SSL_CLIENT_CERT", "/planted-secret.pem"],
  ])("hold no credentials: %s=%s", (name, value) => {
    expect(JSON.stringify(decide({ [name]: value }))).not.toMatch(/planted-?secret/i);
  });

  test("are in the same order, however they were given", () => {
    const [a, b] = [
      { BUNDLE_A: "1", BUNDLE_B: "2" },
      { BUNDLE_B: "2", BUNDLE_A: "1" },
    ];
    expect(JSON.stringify(decide(a))).toBe(JSON.stringify(decide(b)));
  });
});
