import { describe, expect, test } from "@jest/globals";
import { sqliteRisks } from "../../../../src/app/data/sqlite.ts";
import { type Given, sources } from "./sources.ts";

const database = (production: string) => ({
  "config/database.yml": `default: &default
  adapter: sqlite3
  pool: <%= ENV.fetch("RAILS_MAX_THREADS") { 5 } %>

development:
  <<: *default
  database: db/development.sqlite3

production:
${production}`,
});

describe("a production database in SQLite", () => {
  test.each<[string, Given, readonly string[]]>([
    [
      "in storage/",
      { files: database("  <<: *default\n  database: storage/p.sqlite3\n") },
      ["storage/p.sqlite3"],
    ],
    [
      "as Rails 7 makes it, without a file",
      { files: database("  <<: *default\n  # database: x\n") },
      [],
    ],
    [
      "as Rails 8 makes it, several",
      {
        files: database(
          "  primary:\n    <<: *default\n    database: storage/production.sqlite3\n  queue:\n    <<: *default\n    database: storage/queue.sqlite3\n    migrations_paths: db/queue_migrate\n",
        ),
      },
      ["storage/production.sqlite3", "storage/queue.sqlite3"],
    ],
    [
      "as Rails 8 makes it, the first elsewhere",
      {
        files: database(
          "  primary: &primary\n    <<: *default\n    database: storage/a.sqlite3\n  cable:\n    <<: *primary\n    database: storage/cable.sqlite3\n",
        ),
        environment: { DATABASE_URL: "postgres://db/shop" },
      },
      ["storage/cable.sqlite3"],
    ],
    [
      "as Rails 8 makes it, each with a variable of its own, one of them not mounted",
      {
        files: database(
          "  primary: &primary\n    <<: *default\n    database: storage/a.sqlite3\n  cache:\n    <<: *primary\n    database: storage/cache.sqlite3\n  queue:\n    <<: *primary\n    database: storage/queue.sqlite3\n",
        ),
        environment: {
          DATABASE_URL: "sqlite3:/mnt/data/a.sqlite3",
          CACHE_DATABASE_URL: "sqlite3:/mnt/data/cache.sqlite3",
          QUEUE_DATABASE_URL: "sqlite3:/tmp/queue.sqlite3",
        },
        mounts: ["/mnt/data"],
      },
      ["/tmp/queue.sqlite3"],
    ],
    [
      "on a mounted file system",
      {
        files: database("  <<: *default\n  database: /mnt/data/p.sqlite3\n"),
        mounts: ["/mnt/data"],
      },
      [],
    ],
    [
      "beside a mounted file system",
      {
        files: database("  <<: *default\n  database: /mnt/database/p.sqlite3\n"),
        mounts: ["/mnt/data"],
      },
      ["/mnt/database/p.sqlite3"],
    ],
    [
      "by DATABASE_URL",
      { environment: { DATABASE_URL: "sqlite3:/mnt/data/p.sqlite3" } },
      ["/mnt/data/p.sqlite3"],
    ],
    [
      "by DATABASE_URL, mounted",
      { environment: { DATABASE_URL: "sqlite3:///mnt/data/p.sqlite3" }, mounts: ["/mnt/data"] },
      [],
    ],
    [
      "whose file a variable names",
      {
        files: database(
          '  <<: *default\n  database: <%= ENV.fetch("DB", "storage/p.sqlite3") %>\n',
        ),
        environment: { DB: "/mnt/data/p.sqlite3" },
        mounts: ["/mnt/data"],
      },
      [],
    ],
    [
      "whose file a variable would name",
      { files: database('  <<: *default\n  database: <%= ENV["DB"] || "storage/p.sqlite3" %>\n') },
      ["storage/p.sqlite3"],
    ],
    [
      "whose file only Ruby knows",
      { files: database("  <<: *default\n  database: <%= Shop.database %>\n") },
      [],
    ],
    [
      "whose file a URL names",
      { files: database("  url: sqlite3:storage/p.sqlite3\n") },
      ["storage/p.sqlite3"],
    ],
    [
      "whose URL a variable names, before its file",
      {
        files: database(
          '  <<: *default\n  url: <%= ENV["URL"] %>\n  database: storage/p.sqlite3\n',
        ),
        environment: { URL: "SQLITE3:///mnt/data/p.sqlite3?pool=5" },
      },
      ["/mnt/data/p.sqlite3?pool=5"],
    ],
    ["in memory", { files: database('  <<: *default\n  database: ":memory:"\n') }, []],
    [
      "of an app that does not bundle SQLite",
      { files: database("  <<: *default\n  database: storage/p.sqlite3\n"), gems: ["pg"] },
      [],
    ],
    [
      "of another environment",
      {
        files: database("  <<: *default\n  database: storage/p.sqlite3\n"),
        railsEnv: "development",
      },
      ["db/development.sqlite3"],
    ],
    [
      "of an environment that is not there",
      {
        files: database("  <<: *default\n  database: storage/p.sqlite3\n"),
        railsEnv: "staging",
      },
      [],
    ],
    [
      "of several, by its own variable before that of all",
      {
        files: database("  primary:\n    <<: *default\n    database: storage/a.sqlite3\n"),
        environment: {
          DATABASE_URL: "postgres://db/shop",
          PRIMARY_DATABASE_URL: "sqlite:/tmp/primary.sqlite3",
        },
      },
      ["/tmp/primary.sqlite3"],
    ],
    [
      "of several, each told by one word alone",
      {
        files: database(
          "  primary:\n    adapter: sqlite3\n  cache:\n    url: sqlite3:storage/c.sqlite3\n  queue:\n    database: storage/q.sqlite3\n",
        ),
        environment: {
          PRIMARY_DATABASE_URL: "sqlite3:/tmp/p.sqlite3",
          QUEUE_DATABASE_URL: "sqlite3:/tmp/q.sqlite3",
        },
      },
      ["/tmp/p.sqlite3", "storage/c.sqlite3", "/tmp/q.sqlite3"],
    ],
    [
      "of one, beside settings of its own",
      {
        files: database(
          "  <<: *default\n  database: storage/p.sqlite3\n  pragmas:\n    journal_mode: wal\n",
        ),
      },
      ["storage/p.sqlite3"],
    ],
    ["another database", { files: database("  adapter: postgresql\n  database: shop\n") }, []],
  ])("%s", (_, given, expected) => {
    const found = sqliteRisks(sources({ gems: ["sqlite3"], ...given }));
    expect(found.map(({ kind }) => kind)).toEqual(expected.length > 0 ? ["lost"] : []);
    const files = [...(found[0]?.what ?? "").matchAll(/`([^`]*\.sqlite3(?:\?[^`]*)?)`/g)];
    expect(files.map(([, file]) => file)).toEqual(expected);
  });
});

describe("the report of a production database in SQLite", () => {
  const report = (given: Given) => sqliteRisks(sources({ gems: ["sqlite3"], ...given }));

  test("names the file of one, where it is configured, and the variable that would name another", () => {
    expect(report({ files: database("  <<: *default\n  database: storage/p.sqlite3\n") })).toEqual([
      {
        kind: "lost",
        what: "The database of `config/database.yml` is the SQLite file `storage/p.sqlite3`: each sandbox has its own, and loses it.",
        fix: "Give `DATABASE_URL` in `environment`, or mount a file system (`FileSystemConfigs` in `function-configuration`) and keep the file there.",
      },
    ]);
    const [byUrl] = report({ environment: { DATABASE_URL: "sqlite3:/tmp/p.sqlite3" } });
    expect(byUrl?.what).toContain("The database of `DATABASE_URL` is");
  });

  test("names the files of several, and a variable for each", () => {
    const files = database(
      "  primary:\n    <<: *default\n    database: a.sqlite3\n  queue:\n    <<: *default\n    database: q.sqlite3\n",
    );
    expect(report({ files })).toEqual([
      {
        kind: "lost",
        what: "The databases are SQLite files: `a.sqlite3` (`config/database.yml`, `primary`), `q.sqlite3` (`config/database.yml`, `queue`). Each sandbox has its own, and loses them.",
        fix: "Give `DATABASE_URL`, `QUEUE_DATABASE_URL` in `environment`, or mount a file system (`FileSystemConfigs` in `function-configuration`) and keep the files there.",
      },
    ]);
  });
});
