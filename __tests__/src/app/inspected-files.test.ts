import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { readInspectedFiles } from "../../../src/app/inspected-files.ts";
import { tree } from "../../tree.ts";

test("an app's files are read by path, folders to any depth, and no others", async () => {
  const inspected = [
    "config/application.rb",
    "config/database.yml",
    "config/recurring.yml",
    "db/structure.sql",
    "config/environments/production.rb",
    "app/channels/chat_channel.rb",
    "app/jobs/mail_job.rb",
    "app/models/a.rb",
    "app/models/shop/item.rb",
    "lib/y.rb",
    "app/views/posts/_post.html.erb",
    "app/views/x.haml",
  ];
  const others = ["config/routes.rb", "app/models/notes.md", "lib/y.txt"];
  const dir = tree(Object.fromEntries([...inspected, ...others].map((path) => [path, path])));
  mkdirSync(join(dir, "app/models/folder.rb"));
  expect([...(await readInspectedFiles(dir))]).toEqual(inspected.map((path) => [path, path]));
});

test("an app without any of them has none, and an empty file is one", async () => {
  expect(await readInspectedFiles(tree({}))).toEqual(new Map());
  const dir = tree({ "config/puma.rb": "" });
  expect(await readInspectedFiles(dir)).toEqual(new Map([["config/puma.rb", ""]]));
});
