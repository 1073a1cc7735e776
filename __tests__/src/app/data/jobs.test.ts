import { describe, expect, test } from "@jest/globals";
import { jobRisks } from "../../../../src/app/data/jobs.ts";
import { type Given, sources } from "./sources.ts";

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
    [
      "in the database, where Sidekiq is bundled too",
      { files: { ...job, ...adapter("good_job") }, gems: ["sidekiq"] },
      /queued for `good_job`/,
    ],
    [
      "in the process, by a gem",
      { files: { ...job, ...adapter("sucker_punch") } },
      /inside the rack server \(`sucker_punch`\)/,
    ],
    ["by a gem that is bundled", { files: job, gems: ["rack", "que"] }, /queued for `que`/],
    ["of another language", { files: { "app/jobs/mail_job.py": "" } }, undefined],
    ["elsewhere than Rails looks for them", { files: { "lib/jobs/mail_job.rb": "" } }, undefined],
    ["in a test", { files: { ...job, ...adapter("test") } }, undefined],
    ["at once", { files: { ...job, ...adapter("inline") } }, undefined],
    ["of a queue that is not known", { files: { ...job, ...adapter("shoryuken") } }, undefined],
  ])("%s", (_, given, expected) => {
    const found = jobRisks(sources(given));
    expect(found.map(({ kind }) => kind)).toEqual(expected ? ["idle"] : []);
    if (expected) expect(found[0]?.what).toMatch(expected);
  });
});
