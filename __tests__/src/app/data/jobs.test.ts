import { describe, expect, test } from "@jest/globals";
import { jobRisks } from "../../../../src/app/data/jobs.ts";
import { type Given, sources } from "./sources.ts";

const job1 = { "app/jobs/mail_job.rb": "" };
const adapterOf = (value: string) => ({
  "config/application.rb": `config.active_job.queue_adapter = ${value}`,
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
    [
      "of mails that are sent later, in an app without jobs of its own",
      { files: { "app/models/user.rb": "  Welcome.with(user: self).deliver_later\n" } },
      /inside the rack server \(`async`\).*`deliver_later` in `app\/models\/user\.rb`/,
    ],
    [
      "of attachments",
      { files: { "app/models/user.rb": "  has_one_attached :photo\n" } },
      /attachments in `app\/models\/user\.rb`/,
    ],
    [
      "of broadcasts",
      { files: { "app/models/post.rb": "  broadcasts_to :board\n" }, gems: ["solid_queue"] },
      /queued for `solid_queue`.*Turbo's broadcasts/,
    ],
    [
      "in comments and in pages",
      {
        files: {
          "app/models/a.rb": "# x.deliver_later\n",
          "app/views/help.html.erb": "x.deliver_later",
        },
      },
      undefined,
    ],
    ["at once", { files: { ...job, ...adapter("inline") } }, undefined],
    ["of a queue that is not known", { files: { ...job, ...adapter("shoryuken") } }, undefined],
  ])("%s", (_, given, expected) => {
    const found = jobRisks(sources(given));
    expect(found.map(({ kind }) => kind)).toEqual(expected ? ["idle"] : []);
    if (expected) expect(found[0]?.what).toMatch(expected);
  });

  test("are what the booted app says, where the files say less", () => {
    const job = (adapter: string, name: string) => ({ adapter, kind: "job", name }) as const;
    const told = (adapter: string, ...jobs: readonly ReturnType<typeof job>[]) => ({
      ...{ adapter, jobs, tasks: [] },
    });
    const what = (given: Given, ...of: Parameters<typeof told>) =>
      jobRisks(sources(given), told(...of)).map((risk) => risk.what);
    // Code chooses the adapter.
    const computed = { files: { ...job1, ...adapterOf("ENV.fetch('QUEUE').to_sym") } };
    expect(what(computed, "que", job("que", "MailJob"))).toEqual([
      "Jobs are queued for `que`, and nothing here runs them. Jobs come from `MailJob`.",
    ]);
    expect(what(computed, "inline", job("inline", "MailJob"))).toEqual([]);
    // A job may have a queue of its own.
    expect(what({}, "inline", job("async", "Shop::MailJob"), job("resque", "X"))).toEqual([
      expect.stringMatching(/`async`.*from `Shop::MailJob`\.$/),
      expect.stringMatching(/`resque`.*from `X`\.$/),
    ]);
    // What the app cannot tell of itself is still found in its files.
    const later = { files: { "app/models/user.rb": "Welcome.new.deliver_later" } };
    expect(what(later, "good_job")).toEqual([
      expect.stringMatching(/`good_job`.*`deliver_later` in/),
    ]);
    expect(what({}, "async")).toEqual([]);
  });
});
