import { expect, test } from "@jest/globals";
import { databaseInputs } from "../../bin/database-inputs.ts";
import { tree, writeTree } from "../tree.ts";

test.each<readonly [title: string, files: readonly string[], inputs: readonly string[]]>([
  [
    "no Rails app",
    ["config.ru"],
    ["environment=DATABASE_URL=sqlite3:/mnt/data/production.sqlite3"],
  ],
  [
    "a Rails app without a table",
    ["bin/rails"],
    ["environment=DATABASE_URL=sqlite3:/mnt/data/production.sqlite3"],
  ],
  [
    "a Rails app with migrations",
    ["bin/rails", "db/migrate/1_create_posts.rb", "db/schema.rb"],
    [
      "release-command=bin/rails db:migrate",
      "environment=DATABASE_URL=sqlite3:/mnt/data/production.sqlite3",
    ],
  ],
  [
    "a Rails 8 app with databases for its Solid gems",
    ["bin/rails", "db/cache_schema.rb", "db/queue_schema.rb"],
    [
      "release-command=bin/rails db:prepare",
      `environment=DATABASE_URL=sqlite3:/mnt/data/production.sqlite3
CACHE_DATABASE_URL=sqlite3:/mnt/data/cache_production.sqlite3
QUEUE_DATABASE_URL=sqlite3:/mnt/data/queue_production.sqlite3`,
    ],
  ],
])("%s that has SQLite", (_, files, inputs) => {
  const app = tree(Object.fromEntries(files.map((file) => [file, ""])));
  expect(databaseInputs(app, "/mnt/data")).toEqual(inputs.slice(0, -1));
  writeTree(app, { "Gemfile.lock": "GEM\n  specs:\n    sqlite3 (2.1.0)\n" });
  expect(databaseInputs(app, "/mnt/data")).toEqual(inputs);
});
