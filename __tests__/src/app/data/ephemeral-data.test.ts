import { describe, expect, test } from "@jest/globals";
import { parseConfigYaml } from "../../../../src/app/data/config-yaml.ts";
import { type DataSources, findRisks } from "../../../../src/app/data/ephemeral-data.ts";

type Given = Partial<Omit<DataSources, "files" | "locked">> & {
  readonly files?: Readonly<Record<string, string>>;
  readonly gems?: readonly string[];
};

const risks = ({ files = {}, gems = [], ...rest }: Given) =>
  findRisks({
    environment: {},
    mounts: [],
    railsEnv: "production",
    ...rest,
    files: new Map(Object.entries(files)),
    locked: new Map(gems.map((gem) => [gem, "1.0"])),
  });

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
    ["another database", { files: database("  adapter: postgresql\n  database: shop\n") }, []],
  ])("%s", (_, given, expected) => {
    const found = risks({ gems: ["sqlite3"], ...given });
    expect(found.map(({ kind }) => kind)).toEqual(expected.length > 0 ? ["lost"] : []);
    const files = [...(found[0]?.what ?? "").matchAll(/`([^`]*\.sqlite3)`/g)];
    expect(files.map(([, file]) => file)).toEqual(expected);
  });
});

describe("Active Storage on disk", () => {
  const app = {
    "config/environments/production.rb": "  config.active_storage.service = :local\n",
    "config/storage.yml":
      'local:\n  service: Disk\n  root: <%= Rails.root.join("storage") %>\n\namazon:\n  service: S3\n',
  };
  const model = { "app/models/post.rb": "class Post\n  has_one_attached :image\nend\n" };

  test("is a risk for an app with attachments, and none for one without", () => {
    expect(risks({ files: app })).toEqual([]);
    expect(risks({ files: { ...app, ...model } })).toMatchObject([{ kind: "lost" }]);
    const schema = { "db/schema.rb": 'create_table "active_storage_blobs"' };
    expect(risks({ files: { ...app, ...schema } })).toHaveLength(1);
  });

  test("is none on S3, nor on a mounted file system", () => {
    const chosen = 'config.active_storage.service = ENV.fetch("STORE", "local").to_sym';
    const files = { ...app, ...model, "config/environments/production.rb": chosen };
    expect(risks({ files })).toHaveLength(1);
    expect(risks({ files, environment: { STORE: "amazon" } })).toEqual([]);
    const mounted = {
      ...files,
      "config/storage.yml": "local:\n  service: Disk\n  root: /mnt/data/files\n",
    };
    expect(risks({ files: mounted, mounts: ["/mnt/data"] })).toEqual([]);
    expect(risks({ files: mounted })).toHaveLength(1);
  });
});

describe("jobs", () => {
  const job = { "app/jobs/application_job.rb": "", "app/jobs/mail_job.rb": "" };
  const adapter = (name: string) => ({
    "config/environments/production.rb": `  # config.active_job.queue_adapter = :resque\n  config.active_job.queue_adapter = :${name}\n`,
  });

  test.each<[string, Given, RegExp | undefined]>([
    ["none", { files: { "app/jobs/application_job.rb": "" }, gems: ["solid_queue"] }, undefined],
    ["in the process, by default", { files: job }, /inside the rack server \(`async`\)/],
    ["in the database", { files: { ...job, ...adapter("solid_queue") } }, /`solid_queue`/],
    ["Sidekiq", { files: { "app/workers/x.rb": "" }, gems: ["sidekiq"] }, /`sidekiq`/],
    ["Sidekiq without a job of the app's", { gems: ["sidekiq"] }, /`sidekiq`/],
    ["at once", { files: { ...job, ...adapter("inline") } }, undefined],
    ["of a queue that is not known", { files: { ...job, ...adapter("shoryuken") } }, undefined],
  ])("%s", (_, given, expected) => {
    const found = risks(given);
    expect(found.map(({ kind }) => kind)).toEqual(expected ? ["idle"] : []);
    if (expected) expect(found[0]?.what).toMatch(expected);
  });
});

test("anchors, merges, comments and quotes are read as YAML has them", () => {
  const text = "a: &a\n  x: \"1\" # one\n  y: '#2'\nb:\n  <<: *a\n  x: 3\n<% if true %>\nc: *a\n";
  expect(parseConfigYaml(text, {})).toEqual({
    a: { x: "1", y: "#2" },
    b: { x: "3", y: "#2" },
    c: { x: "1", y: "#2" },
  });
});
