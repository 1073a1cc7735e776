import { describe, expect, test } from "@jest/globals";
import { stageVariables } from "../../../../src/commands/build/stage-variables.ts";

describe("of the stage's variables, a build gets", () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    ["nothing where there is nothing", {}, {}],
    [
      "those that are no data store's",
      { RAILS_MASTER_KEY: "key", TOKEN: "secret", HOST: "https://shop.example", AWS_BUCKET: "b" },
      { RAILS_MASTER_KEY: "key", TOKEN: "secret", HOST: "https://shop.example", AWS_BUCKET: "b" },
    ],
    ["an empty one, as Lambda does, but no empty database", { DATABASE_URL: "", X: "" }, { X: "" }],
    ["a time zone as the app gets it in Lambda", { TZ: ":Europe/Berlin" }, { TZ: "Europe/Berlin" }],
    [
      "a database's adapter alone",
      {
        DATABASE_URL: "postgres://user:password@host/db",
        QUEUE_DATABASE_URL: "mysql2://host/db",
        GIS_DATABASE_URL: "postgis://host/db",
      },
      {
        DATABASE_URL: "postgres://localhost/none",
        QUEUE_DATABASE_URL: "mysql2://localhost/none",
        GIS_DATABASE_URL: "postgis://localhost/none",
      },
    ],
    [
      "the scheme of any other data store, whatever the variable's name",
      { CACHE: "rediss://:p@cache/0", BROKER: "AMQP://u:p@queue", MONGO: "mongodb+srv://u:p@db" },
      {
        CACHE: "rediss://localhost/0",
        BROKER: "amqp://localhost/none",
        MONGO: "mongodb+srv://localhost/none",
      },
    ],
    [
      "no file of the function's file system",
      { DATABASE_URL: "sqlite3:/mnt/data/x.sqlite3", CACHE_URL: "SQLITE3:///mnt/cache" },
      {},
    ],
    ["no database that a reference names", { DATABASE_URL: "ssm:/shop/database" }, {}],
    [
      "no database of an adapter that is not known, by any of the names that previews may not share",
      {
        DATABASE_URI: "exotic://u:p@host/db",
        database_url: "exotic://u:p@host/db",
        X_DATABASE_URI: "db",
      },
      { DATABASE_URI: "exotic://localhost/none", database_url: "exotic://localhost/none" },
    ],
    [
      "nothing that steers processes in Lambda",
      Object.fromEntries(
        [
          ...["LD_PRELOAD", "LD_LIBRARY_PATH", "PATH", "HOME", "TMPDIR", "NODE_OPTIONS", "RUBYOPT"],
          ...["RUBYLIB", "GEM_HOME", "GEM_PATH", "BUNDLE_PATH", "BUNDLER_VERSION"],
          "MEGAMODE_LOG_LEVEL",
        ].map((name) => [name, "/in/lambda"]),
      ),
      {},
    ],
  ])("%s", (_, environment, told) => {
    expect(stageVariables(environment, {}, [])).toEqual(told);
  });

  test("`build-environment` has the last word", () => {
    const environment = { DATABASE_URL: "postgres://stage", A: "stage", B: "stage" };
    const build = { DATABASE_URL: "postgres://stage", A: "build", LD_PRELOAD: "/here.so", C: "" };
    expect(stageVariables(environment, build, [])).toEqual({ ...build, B: "stage" });
  });

  test("a secret that the stage keeps has another value, as long as any middleware demands", () => {
    const { SESSION_SECRET = "" } = stageVariables({}, {}, ["SESSION_SECRET"]);
    expect(SESSION_SECRET).toMatch(/^(only-for-the-build)+$/);
    expect(SESSION_SECRET.length).toBeGreaterThanOrEqual(64);
    const build = { SESSION_SECRET: "own" };
    expect(stageVariables({}, build, ["SESSION_SECRET"])).toEqual(build);
  });
});
