import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { ToldWork } from "../../../../contract/told-work.ts";
import { warnAboutLimits, warnOfIdleWork } from "../../../../src/commands/build/limits.ts";
import { readInputs } from "../../../../src/inputs/read.ts";
import { fakeReporter } from "../../../fakes/reporter.ts";
import { tree } from "../../../tree.ts";

const made: string[] = [];
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true });
});

/** Runs it for an app with these files. */
async function run(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
) {
  const dir = mkdtempSync(join(tmpdir(), "megamode-app-"));
  made.push(dir);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  const reporter = fakeReporter();
  const inputs = readInputs({ AWS_REGION: "eu-west-1", ...env }, dir);
  await warnAboutLimits({ inputs, reporter }, { dir, locked: new Map([["sqlite3", "2.0"]]) });
  return reporter.warnings;
}

const sqlite = {
  "config/database.yml": "production:\n  adapter: sqlite3\n  database: storage/p.sqlite3\n",
};
const job = { "app/jobs/mail_job.rb": "class MailJob\nend\n" };

describe("a database that each sandbox has for itself", () => {
  test("is an error on a protected stage, with the fix", async () => {
    await expect(run(sqlite)).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringContaining("`storage/p.sqlite3`"),
      fix: expect.stringMatching(/`DATABASE_URL`[\s\S]*`allow-ephemeral-data: true`/),
    });
    const own = { INPUT_STAGE: "live", "INPUT_PROTECTED-STAGES": "live" };
    await expect(run(sqlite, own)).rejects.toThrow("`live` would lose data");
  });

  test("is a warning elsewhere, and nothing where it is known", async () => {
    for (const stage of ["pr-7", "staging"]) {
      expect(await run(sqlite, { INPUT_STAGE: stage })).toEqual([
        expect.stringContaining("`storage/p.sqlite3`"),
      ]);
    }
    expect(await run(sqlite, { "INPUT_ALLOW-EPHEMERAL-DATA": "true" })).toEqual([]);
    expect(await run(sqlite, { INPUT_INJECT: "report" })).toHaveLength(1);
  });

  test("is none on a file system that the function mounts", async () => {
    const mounted = {
      "config/database.yml": "production:\n  adapter: sqlite3\n  database: /mnt/data/p.sqlite3\n",
    };
    const configuration = { FileSystemConfigs: [{ Arn: "arn:x", LocalMountPath: "/mnt/data" }] };
    const env = { "INPUT_FUNCTION-CONFIGURATION": JSON.stringify(configuration) };
    expect(await run(mounted, env)).toEqual([]);
    await expect(run(mounted)).rejects.toThrow("`/mnt/data/p.sqlite3`");
  });
});

describe("work that nobody does", () => {
  const warned = async (env: Readonly<Record<string, string>>, told?: ToldWork) => {
    const reporter = fakeReporter();
    const dir = tree(job);
    const inputs = readInputs({ AWS_REGION: "eu-west-1", ...env }, dir);
    await warnOfIdleWork({ inputs, reporter }, { dir, locked: new Map() }, told);
    return reporter.warnings;
  };

  test("is a warning on every stage, by files or by what the app tells", async () => {
    expect(await warned({})).toEqual([expect.stringMatching(/`async`.*mail_job\.rb/)]);
    expect(await warned({}, { adapter: "que", jobs: [], tasks: [] })).toEqual([
      expect.stringMatching(/`que`/),
    ]);
    expect(await warned({}, { adapter: "inline", jobs: [], tasks: [] })).toEqual([]);
    expect(await run(job)).toEqual([]); // Nobody has asked the app yet.
  });

  test("is none where nobody wants to know", async () => {
    expect(await warned({ "INPUT_ALLOW-EPHEMERAL-DATA": "true" })).toEqual([]);
  });
});

test("what cannot work is one warning with a link", async () => {
  const skeleton = {
    "app/channels/application_cable/channel.rb": "module ApplicationCable\nend\n",
  };
  expect(await run(skeleton)).toEqual([]);
  const chat = { ...skeleton, "app/channels/chat_channel.rb": "" };
  const daemon = { "INPUT_SERVER-COMMAND": "bundle exec thin start -d -S {socket} -R {rackup}" };
  const both = await run(chat, daemon);
  expect(both).toEqual([
    expect.stringMatching(
      /WebSockets.*`app\/channels\/chat_channel\.rb`; .*background.*`-d`.*docs\/limits\.md#websockets-and-action-cable$/,
    ),
  ]);
  const stream = { "app/views/posts/index.html.erb": "<%= turbo_stream_from :posts %>" };
  expect(await run(stream)).toHaveLength(1);
});
