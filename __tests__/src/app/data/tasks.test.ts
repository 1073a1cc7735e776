import { describe, expect, test } from "@jest/globals";
import { taskRisks } from "../../../../src/app/data/tasks.ts";
import { type Given, sources } from "./sources.ts";

const CLOCK = 'every(1.day, "mail") { Mail.all }\n';

describe("tasks that nothing starts", () => {
  test.each<[string, Given, RegExp | undefined]>([
    ["none", { gems: ["solid_queue", "whenever"] }, undefined],
    [
      "of Solid Queue",
      {
        gems: ["solid_queue"],
        files: { "config/recurring.yml": "production:\n  night:\n    schedule: every day\n" },
      },
      /`night` \(`config\/recurring\.yml`\)/,
    ],
    [
      "of Solid Queue, for every Rails environment",
      {
        gems: ["solid_queue"],
        files: { "config/recurring.yml": "night:\n  schedule: every day\n" },
      },
      /`night`/,
    ],
    [
      "that `rails new` writes",
      {
        gems: ["solid_queue"],
        files: {
          "config/recurring.yml":
            "production:\n  clear_solid_queue_finished_jobs:\n    schedule: every hour\n# night:\n#   schedule: x\n",
        },
      },
      undefined,
    ],
    [
      "of another Rails environment",
      {
        gems: ["solid_queue"],
        files: {
          "config/recurring.yml":
            "staging:\n  night:\n    schedule: x\nproduction:\n  day:\n    command: y\n",
        },
      },
      undefined,
    ],
    [
      "of whenever",
      { gems: ["whenever"], files: { "config/schedule.rb": "every 1.day do\nend" } },
      /`config\/schedule\.rb` \(whenever\)/,
    ],
    ["of a file of another gem", { files: { "config/schedule.rb": "every 1.day do" } }, undefined],
    [
      "in comments",
      { gems: ["whenever"], files: { "config/schedule.rb": "# every 1.day do" } },
      undefined,
    ],
    [
      "of sidekiq-cron",
      {
        gems: ["sidekiq-cron"],
        files: { "config/schedule.yml": "night:\n  cron: '0 3 * * *'\n" },
      },
      /sidekiq-cron/,
    ],
    [
      "of sidekiq-scheduler",
      {
        gems: ["sidekiq-scheduler"],
        files: { "config/sidekiq.yml": ":scheduler:\n  :schedule:\n" },
      },
      /sidekiq-scheduler/,
    ],
    [
      "of resque-scheduler",
      {
        gems: ["resque-scheduler"],
        files: { "config/resque_schedule.yml": "night:\n  every: 1d\n" },
      },
      /resque-scheduler/,
    ],
    ["of clockwork", { gems: ["clockwork"], files: { "lib/clock.rb": CLOCK } }, /clockwork/],
  ])("%s", (_, given, expected) => {
    const found = taskRisks(sources(given), undefined);
    expect(found.map(({ kind }) => kind)).toEqual(expected ? ["idle"] : []);
    if (expected) expect(found[0]?.what).toMatch(expected);
  });

  test("are those that the app tells of too, the first five by name", () => {
    const tasks = [1, 2, 3, 4, 5, 6, 7].map((number) => ({ by: "good_job", name: `t${number}` }));
    const [risk] = taskRisks(sources({}), { adapter: null, jobs: [], tasks });
    expect(risk?.what).toMatch(/`t1` \(good_job\), .*`t5` \(good_job\) and 2 more\.$/);
  });
});
