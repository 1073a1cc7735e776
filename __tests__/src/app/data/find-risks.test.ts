import { expect, test } from "@jest/globals";
import { findIdleWork, findRisks } from "../../../../src/app/data/find-risks.ts";
import { sources } from "./sources.ts";

test("an app's risks are those of its databases and its files, in that order, and work that nobody does is another thing", () => {
  const files = {
    "config/database.yml": "production:\n  adapter: sqlite3\n  database: storage/p.sqlite3\n",
    "config/storage.yml": "local:\n  service: Disk\n",
    "config/application.rb": "config.active_storage.service = :local\n",
    "app/models/post.rb": "  has_one_attached :image\n",
    "app/jobs/mail_job.rb": "",
  };
  const found = findRisks(sources({ files, gems: ["sqlite3"] }));
  expect(found.map(({ kind, what }) => [kind, what.split(" ", 2).join(" ")])).toEqual([
    ["lost", "The database"],
    ["lost", "Active Storage"],
  ]);
  const idle = findIdleWork(sources({ files, gems: ["sqlite3"] }), undefined);
  expect(idle.map(({ kind, what }) => [kind, what.split(" ", 2).join(" ")])).toEqual([
    ["idle", "Jobs run"],
  ]);
  expect(findRisks(sources({}))).toEqual([]);
});
