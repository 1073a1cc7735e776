import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { parseBundleConfig, renderBundleConfig } from "../../../../src/app/bundler/config.ts";
import { bundlerEnvironment } from "../../../../src/app/bundler/environment.ts";
import { decideSettings, readGivenSettings } from "../../../../src/app/bundler/settings.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-settings-"));
afterAll(() => rmSync(scratch, { recursive: true }));

type Said = Readonly<Record<string, string>>;
const decide = (app: Said, job: Said = {}, home: Said = {}) =>
  decideSettings({
    app: new Map(Object.entries(app)),
    job: new Map(Object.entries(job)),
    home: new Map(Object.entries(home)),
  });

describe("the groups that are deployed", () => {
  test.each<[string, Said, Said]>([
    ["all but development and test", {}, { BUNDLE_WITHOUT: "development:test" }],
    ["those that are not left out", { BUNDLE_WITHOUT: "assets" }, { BUNDLE_WITHOUT: "assets" }],
    ["all, where none is to be left out", { BUNDLE_WITHOUT: "" }, { BUNDLE_WITHOUT: "" }],
    [
      "one that is asked for by name",
      { BUNDLE_WITH: "test profiling" },
      { BUNDLE_WITHOUT: "development", BUNDLE_WITH: "test:profiling" },
    ],
    [
      "only those that are asked for",
      { BUNDLE_ONLY: "default" },
      { BUNDLE_WITHOUT: "", BUNDLE_ONLY: "default" },
    ],
  ])("are %s", (_, said, running) => {
    expect(decide({}, said).running).toEqual(running);
  });

  test("are what the app says, over the job, over the user's home: Bundler's order", () => {
    const [app, job, home] = ["a", "b", "c"].map((BUNDLE_WITHOUT) => ({ BUNDLE_WITHOUT }));
    expect(decide(app!, job, home).running.BUNDLE_WITHOUT).toBe("a");
    expect(decide({}, job, home).running.BUNDLE_WITHOUT).toBe("b");
    expect(decide({}, {}, home).running.BUNDLE_WITHOUT).toBe("c");
  });
});

describe("Bundler's other settings", () => {
  test("reach it while it installs, but for those that are ours to say", () => {
    const { installing, withheld, running } = decide(
      {
        BUNDLE_BUILD__PG: "--with-pg-config=/opt/pg_config",
        BUNDLE_PATH: "vendor/bundle",
        BUNDLE_DEPLOYMENT: "true",
        BUNDLE_LOCAL__RACK: "~/src/rack",
        BUNDLE_JOBS: "2",
      },
      {
        BUNDLE_DEPLOYMENT: "true",
        BUNDLE_FROZEN: "true",
        "BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/": "https://mirror",
      },
    );
    expect(Object.fromEntries(installing)).toEqual({
      BUNDLE_BUILD__PG: "--with-pg-config=/opt/pg_config",
      BUNDLE_JOBS: "2",
      BUNDLE_RETRY: "3",
      // No name that a shell hands on.
      "BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/": "https://mirror",
    });
    expect(withheld).toEqual(["BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN"]);
    expect(Object.keys(running)).toEqual(["BUNDLE_WITHOUT"]);
  });

  test("hold secrets: whole, and each half that may be a token", () => {
    const { secrets, running } = decide(
      { BUNDLE_MIRROR__ALL: "https://deploy:s3cret-of-mirror@mirror.example.com" },
      { BUNDLE_GEMS__EXAMPLE__COM: "tokentokentoken:x", BUNDLE_BUILD__PG: "--with-x=1" },
    );
    expect(secrets).toEqual([
      "deploy:s3cret-of-mirror",
      "s3cret-of-mirror",
      "tokentokentoken:x",
      "tokentokentoken",
    ]);
    expect(running).toEqual({ BUNDLE_WITHOUT: "development:test" });
  });

  test("are read where Bundler reads them", async () => {
    const [dir, home] = [join(scratch, "app"), join(scratch, "home")];
    for (const folder of [dir, home]) mkdirSync(join(folder, ".bundle"), { recursive: true });
    writeFileSync(
      join(dir, ".bundle/config"),
      '---\nBUNDLE_WITHOUT: "a:b"\nBUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/: "http://m:1/"\n',
    );
    writeFileSync(join(home, ".bundle/config"), "---\nBUNDLE_WITH:\n- a\n- 'b'\nBUNDLE_JOBS: 4\n");
    const given = await readGivenSettings(dir, { HOME: home, BUNDLE_RETRY: "1", PATH: "/bin" });
    expect(given).toEqual({
      app: new Map([
        ["BUNDLE_WITHOUT", "a:b"],
        ["BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/", "http://m:1/"],
      ]),
      job: new Map([["BUNDLE_RETRY", "1"]]),
      home: new Map([
        ["BUNDLE_WITH", "a:b"],
        ["BUNDLE_JOBS", "4"],
      ]),
    });
    expect(parseBundleConfig(renderBundleConfig(given.app))).toEqual(given.app);
  });
});

describe("Bundler's environment", () => {
  const app = { gemfile: "gems.rb" } as const;

  test("is the same while vendoring and in Lambda", () => {
    const own = { version: "2.5.22", home: undefined };
    expect(bundlerEnvironment(app, own, { BUNDLE_WITHOUT: "test" })).toEqual({
      BUNDLE_GEMFILE: "/tmp/mm/app/gems.rb",
      BUNDLE_PATH: "/tmp/mm/gems",
      BUNDLE_WITHOUT: "test",
      BUNDLE_FROZEN: "true",
      BUNDLE_APP_CONFIG: "/tmp/mm/app/.megamode/bundle",
      BUNDLER_VERSION: "2.5.22",
    });
  });

  test("finds a vendored one", () => {
    const vendored = { version: "2.6.9", home: "/tmp/mm/gems/bundler" };
    expect(bundlerEnvironment(app, vendored, {})).toMatchObject({
      BUNDLER_VERSION: "2.6.9",
      GEM_HOME: "/tmp/mm/gems/bundler",
    });
  });
});
