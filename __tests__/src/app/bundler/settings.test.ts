import { describe, expect, test } from "@jest/globals";
import { decideSettings } from "../../../../src/app/bundler/settings.ts";

type Said = Readonly<Record<string, string>>;
const decide = (app: Said, job: Said = {}, home: Said = {}, railsEnv = "production") =>
  decideSettings(
    {
      app: new Map(Object.entries(app)),
      job: new Map(Object.entries(job)),
      home: new Map(Object.entries(home)),
    },
    railsEnv,
  );

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
      "one that is asked for by name, beside those that are not left out",
      { BUNDLE_WITH: "test", BUNDLE_WITHOUT: "assets , docs" },
      { BUNDLE_WITHOUT: "assets:docs", BUNDLE_WITH: "test" },
    ],
    [
      "only those that are asked for, except one that is left out",
      { BUNDLE_ONLY: "default:assets", BUNDLE_WITHOUT: "assets" },
      { BUNDLE_WITHOUT: "assets", BUNDLE_ONLY: "default:assets" },
    ],
    [
      "only those that are asked for",
      { BUNDLE_ONLY: "default" },
      { BUNDLE_WITHOUT: "", BUNDLE_ONLY: "default" },
    ],
  ])("are %s", (_, said, running) => {
    expect(decide({}, said).running).toStrictEqual(running);
  });

  test.each([
    ["staging", "development:test"],
    ["development", "test"],
    ["test", "development"],
  ])("are that of the app's environment too: %s leaves out %s", (railsEnv, without) => {
    expect(decide({}, {}, {}, railsEnv).running).toEqual({ BUNDLE_WITHOUT: without });
  });

  test("are what the app says, over the job, over the user's home: Bundler's order", () => {
    const [app, job, home] = ["a", "b", "c"].map((BUNDLE_WITHOUT) => ({ BUNDLE_WITHOUT }));
    expect(decide(app!, job, home).running.BUNDLE_WITHOUT).toBe("a");
    expect(decide({}, job, home).running.BUNDLE_WITHOUT).toBe("b");
    expect(decide({}, {}, home).running.BUNDLE_WITHOUT).toBe("c");
  });
});

describe("Bundler's other settings", () => {
  test("reach it while it installs, except those that we decide", () => {
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
      // A shell would drop a variable of this name.
      "BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/": "https://mirror",
    });
    expect(withheld).toEqual(["BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN"]);
    expect(Object.keys(running)).toEqual(["BUNDLE_WITHOUT"]);
  });

  test("decide whether gems are compiled, while vendoring as in Lambda", () => {
    const { running } = decide({}, {}, { BUNDLE_FORCE_RUBY_PLATFORM: "true" });
    expect(running).toMatchObject({ BUNDLE_FORCE_RUBY_PLATFORM: "true" });
  });

  test("hold secrets, whoever sets them: the whole value, and each half that may be a token", () => {
    const { secrets, running } = decide(
      { BUNDLE_MIRROR__ALL: "https://deploy:s3cret-of-mirror@mirror.example.com" },
      { BUNDLE_GEMS__EXAMPLE__COM: "tokentokentoken:x", BUNDLE_BUILD__PG: "--with-x=1" },
      { BUNDLE_GITHUB__COM: "of-home" },
    );
    expect(secrets).toEqual([
      "deploy:s3cret-of-mirror",
      "s3cret-of-mirror",
      "tokentokentoken:x",
      "tokentokentoken",
      "//of-home@",
    ]);
    expect(running).toEqual({ BUNDLE_WITHOUT: "development:test" });
  });

  test("are ours for speed where nobody sets them", () => {
    const speed = { BUNDLE_JOBS: "4", BUNDLE_RETRY: "3" };
    expect(Object.fromEntries(decide({}).installing)).toEqual(speed);
    const [job, home] = [{ BUNDLE_JOBS: "8" }, { BUNDLE_RETRY: "0" }];
    expect(Object.fromEntries(decide({}, job, home).installing)).toEqual({});
  });

  test("say where an earlier step has installed gems", () => {
    expect(decide({}).installedBefore).toBe("vendor/bundle");
    expect(decide({}, { BUNDLE_PATH: "gems" }).installedBefore).toBe("gems");
  });
});
