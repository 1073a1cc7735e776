import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { prepareBundler, runBundler } from "../../../../src/gems/bundler/run.ts";
import { bundlerInput } from "../bundler-input.ts";

describe("Bundler", () => {
  test("is told how to install by a file that only its owner reads, outside of the root", async () => {
    const installing = new Map([["BUNDLE_GEMS__EXAMPLE__COM", "user:password"]]);
    const input = bundlerInput({}, undefined, { installing });
    const { env } = await prepareBundler(input);
    const folder = join(input.root.scratch, "bundler");
    expect(env.BUNDLE_APP_CONFIG).toBe(folder);
    expect(readFileSync(join(folder, "config"), "utf8")).toContain(
      'BUNDLE_GEMS__EXAMPLE__COM: "user:password"',
    );
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "config")).mode & 0o777).toBe(0o600);
  });

  test("can be made ready more than once in a build", async () => {
    const input = bundlerInput({});
    expect(await prepareBundler(input)).toEqual(await prepareBundler(input));
  });

  test("has no prompt, and the job's settings withheld", async () => {
    const input = bundlerInput({}, undefined, {
      withheld: ["BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN"],
    });
    const { bundler, env } = await prepareBundler(input);
    expect(bundler).toEqual({ version: "2.5.22", home: undefined });
    expect(env).toMatchObject({
      BUNDLE_DEPLOYMENT: undefined,
      BUNDLE_FROZEN: "true",
      BUNDLE_WITHOUT: "development:test",
      BUNDLE_GEMFILE: "/tmp/mm/app/Gemfile",
      GIT_TERMINAL_PROMPT: "0",
    });
    expect("BUNDLE_DEPLOYMENT" in env).toBe(true);
  });

  test("is the runner's where the lockfile's is too old, and says so", async () => {
    const input = bundlerInput({});
    const app = { ...input.app, bundledWith: "1.17.3" };
    expect((await prepareBundler({ ...input, app })).bundler.version).toBe("2.5.22");
    expect(input.reporter.infos).toEqual([expect.stringContaining("1.17.3")]);
  });
});

describe("a command of Bundler", () => {
  test("is logged as it runs", async () => {
    const input = bundlerInput({}, () => ({ output: "Using rack 3.1.0\n" }));
    await runBundler(input, { file: "bundle", args: ["install"], cwd: "/" });
    expect(input.reporter.infos).toEqual(["Using rack 3.1.0"]);
  });

  test.each([
    ["bundle", ["install", "--local"], "bundle install"],
    ["ruby", ["/tmp/mm/gems/bundler/exe/bundle", "lock"], "bundle lock"],
  ])("of %s %j that fails is an error that says which", async (file, args, line) => {
    const input = bundlerInput({}, () => ({ status: 7, output: "no such gem" }));
    await expect(runBundler(input, { file, args, cwd: "/" })).rejects.toMatchObject({
      name: "UserError",
      message: `\`${line}\` failed with exit status 7:\nno such gem`,
    });
  });
});
