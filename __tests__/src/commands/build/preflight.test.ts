import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { TOLD_WORK_START } from "../../../../contract/told-work.ts";
import type { Built } from "../../../../src/bundle/built.ts";
import { createManifest } from "../../../../src/bundle/manifest.ts";
import { preflight } from "../../../../src/commands/build/preflight.ts";
import type { TrialResult } from "../../../../src/ports/trial.ts";
import { readTree, writeTree } from "../../../tree.ts";
import { mergeGroup, pullRequest } from "../../inputs/event/payloads.ts";
import { archive } from "./earlier.ts";
import { fakeBuild, lockfile } from "./fake-build.ts";

const APP = { "app/config.ru": "run", "app/Gemfile.lock": lockfile("mysql2 (0.5.6)") };

async function run(
  options: Parameters<typeof fakeBuild>[0] = {},
  result: Partial<TrialResult> = {},
  app: Readonly<Record<string, string>> = APP,
  env: Readonly<Record<string, string>> = {},
) {
  const build = fakeBuild(options);
  const { context, root } = build;
  const archives = [await archive("ruby", { "bin/ruby": "ELF" }), await archive("app", app)];
  const manifest = createManifest({
    archives: archives.map(({ ref }) => ref),
    server: { argv: ["/tmp/mm/bin/ruby", "puma"], cwd: "/tmp/mm/app", env, defaults: {} },
    label: "Rack",
    healthCheck: { path: "/up" },
  });
  writeTree(root.backing, { "app/left-out.log": "", "gems/left-out.rb": "", "run/old": "" });
  root.result = { ...root.result, ...result };
  await preflight(context, root, { archives, manifest, sessionSecrets: ["SESSION_SECRET"] });
  return { ...build, plan: root.trials[0], left: readTree(root.backing) };
}

describe("the preflight", () => {
  test("starts what the archives hold, and nothing else, in folders as the proxy makes them", async () => {
    const { root, plan, left, reporter, events } = await run();
    expect(left).toEqual({ ...APP, "bin/ruby": "ELF", "run/": "", "home/": "" });
    for (const name of ["run", "home"]) {
      expect(statSync(join(root.backing, name)).mode & 0o777).toBe(0o700);
    }
    expect(root.trials).toHaveLength(1);
    expect(plan).toMatchObject({ argv: ["/tmp/mm/bin/ruby", "puma"], cwd: "/tmp/mm/app" });
    expect(plan?.request?.path).toBe("/up");
    expect(events).toEqual(["# Preflight"]);
    expect(reporter.infos).toEqual(["Started (a fake) in 100 ms; `/up` answers 200."]);
    expect(reporter.warnings).toEqual([]);
    for (const name of ["SECRET_KEY_BASE", "SESSION_SECRET"]) {
      expect(plan?.env[name]).toMatch(/^[0-9a-f]{128}$/);
      expect(plan?.env[name]).toContain(reporter.secrets[0]);
    }
  });

  test.each([
    ["starts", { kind: "listening", milliseconds: 100 }],
    ["does not start", { kind: "ended", how: "exited with status 1" }],
  ] as const)(
    "without a jail is a warning that says what was open, whether the app %s or not",
    async (_, boot) => {
      const build = fakeBuild();
      const ran = run(
        { more: { reporter: build.reporter } },
        { boot, isolation: "clean environment" },
      );
      await Promise.allSettled([ran]);
      expect(build.reporter.warnings).toEqual([
        expect.stringMatching(
          /without a jail.*every file.*network.*Install bubblewrap, or allow `sudo -n`/s,
        ),
      ]);
    },
  );

  test("asks nothing with `preflight: boot`", async () => {
    const { plan, reporter } = await run(
      { env: { INPUT_PREFLIGHT: "boot" } },
      { answer: undefined },
    );
    expect(plan?.request).toBeUndefined();
    expect(reporter.infos).toEqual(["Started (a fake) in 100 ms."]);
  });

  test("asks the app what nobody would run, and looks at its files where it tells nothing", async () => {
    const app = { ...APP, "app/app/jobs/mail_job.rb": "" };
    const told = { adapter: "que", jobs: [], tasks: [] };
    const output = `${TOLD_WORK_START}${JSON.stringify(told)}\n`;
    const warned = async (...of: Parameters<typeof run>) => (await run(...of)).reporter.warnings;
    expect(await warned({}, { output }, app)).toEqual([expect.stringContaining("`que`")]);
    const byFiles = [expect.stringMatching(/`async`.*`app\/jobs\/mail_job\.rb`/)];
    expect(await warned({}, { output: `${TOLD_WORK_START}{}` }, app)).toEqual(byFiles);
    const build = fakeBuild({ env: { INPUT_PREFLIGHT: "off" } });
    writeTree(build.root.backing, app);
    const manifest = { server: { env: {} } } as Built["manifest"];
    const nothing = { archives: [], manifest, sessionSecrets: [] };
    await preflight(build.context, build.root, nothing);
    expect(build.reporter.warnings).toEqual(byFiles);
  });

  test("knows the gems of a Gemfile above the app", async () => {
    const above = "app/.megamode/repository/Gemfile.lock";
    const app = { "app/config.ru": "run", [above]: lockfile("sidekiq (7.3.0)") };
    const env = { BUNDLE_GEMFILE: "/tmp/mm/app/.megamode/repository/Gemfile" };
    expect((await run({}, {}, app, env)).reporter.warnings).toEqual([
      expect.stringContaining("`sidekiq`"),
    ]);
  });

  test("asks for a digested file too, and warns where the app does not send it", async () => {
    const app = { ...APP, "app/public/assets/app-ABCDEFGH.css": "" };
    const missing = await run({}, { fileStatus: 404 }, app);
    expect(missing.plan?.request?.file).toBe("/assets/app-ABCDEFGH.css");
    expect(missing.reporter.warnings).toEqual([expect.stringContaining("answers 404")]);
    expect((await run({}, { fileStatus: 200 }, app)).reporter.warnings).toEqual([]);
  });

  test("does not happen with `preflight: off`", async () => {
    const { root, left, events } = await run({ env: { INPUT_PREFLIGHT: "off" } });
    expect([root.trials, events]).toEqual([[], []]);
    expect(left).toHaveProperty(["app/left-out.log"]);
  });

  test("that the app fails is an error with its last lines", async () => {
    const ended = { kind: "ended", how: "exited with status 1" } as const;
    await expect(run({}, { boot: ended, output: "syntax error" })).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringContaining("syntax error"),
    });
  });

  test("that cannot tell is a warning", async () => {
    const { reporter } = await run({}, { answer: 500 });
    expect(reporter.warnings).toEqual([expect.stringContaining("`/up` answers 500")]);
    expect(reporter.infos).toEqual([]);
  });

  test.each([
    ["Gemfile", "Gemfile.lock", "mysql2"],
    ["gems.rb", "gems.locked", "mysql2"],
    ["Gemfile_next", "Gemfile_next.lock", "mysql2"],
    ["Gemfile", "Gemfile_next.lock", "postgres"],
  ])(
    "takes the database of a reference, with `%s` and `%s`, from the lockfile in use",
    async (gemfile, name, adapter) => {
      const env = { INPUT_ENVIRONMENT: "DATABASE_URL=ssm:/db" };
      const app = { "app/config.ru": "", [`app/${name}`]: lockfile("mysql2 (0.5.6)") };
      const { plan } = await run({ env }, {}, app, { BUNDLE_GEMFILE: `/tmp/mm/app/${gemfile}` });
      expect(plan?.env.DATABASE_URL).toMatch(new RegExp(`^${adapter}://.*placeholder`));
    },
  );

  test("of a fork has placeholders for its secrets, which are empty; a branch or merge queue has them", async () => {
    const { env, payload } = pullRequest("opened", "fork");
    const given = { INPUT_ENVIRONMENT: "TOKEN=" };
    const fork = await run({ env: { ...env, ...given }, payload });
    expect(fork.plan?.env.TOKEN).toBe("placeholder");
    const branch = await run({ env: given });
    expect(branch.plan?.env.TOKEN).toBe("");
    const queue = mergeGroup("main");
    const inQueue = await run({ env: { ...queue.env, ...given }, payload: queue.payload });
    expect(inQueue.plan?.env.TOKEN).toBe("");
  });
});
