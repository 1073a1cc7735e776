import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { buildContext, run } from "../../src/action.ts";
import { systemClock } from "../../src/host/clock.ts";
import { terminalReporter } from "../../src/host/reporter.ts";
import { readInputs } from "../../src/inputs/read.ts";
import { fakeReporter } from "../fakes/reporter.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-action-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Saves a folder of gems as the input `cache` says. @returns what another run finds */
async function foundWith(cache: string): Promise<readonly unknown[]> {
  const home = join(scratch, cache || "default");
  const gems = join(home, "gems");
  mkdirSync(gems, { recursive: true });
  writeFileSync(join(gems, "a.rb"), "A");
  const env = { XDG_CACHE_HOME: home, AWS_REGION: "eu-west-1", INPUT_CACHE: cache };
  const reporter = terminalReporter(systemClock, () => {});
  const context = () => buildContext(env, home, readInputs(env, scratch), reporter);
  await context().gemCache.save("key", gems);
  const found = await context().gemCache.restore("key", join(home, "restored"));
  return [found, readdirSync(home).sort()];
}

test("gems are saved for the next run, unless `cache` is false", async () => {
  expect(await foundWith("")).toEqual([true, ["gems", "megamode-deploy", "restored"]]);
  expect(await foundWith("false")).toEqual([false, ["gems"]]);
});

test("a build without credentials can ask no bucket: what it is given names none", () => {
  const env = { AWS_REGION: "eu-west-1" };
  const reporter = terminalReporter(systemClock, () => {});
  const context = buildContext(env, scratch, readInputs(env, scratch), reporter);
  expect(Object.keys(context).filter((name) => /cloud|earlier|store/i.test(name))).toEqual([]);
});

test("`build-environment` counts as the job's environment, which decides how gems are compiled", () => {
  const env = { AWS_REGION: "eu-west-1", CFLAGS: "-O1", "INPUT_BUILD-ENVIRONMENT": "CFLAGS=-O2" };
  const reporter = terminalReporter(systemClock, () => {});
  const { machine } = buildContext(env, scratch, readInputs(env, scratch), reporter);
  expect(machine.environment.CFLAGS).toBe("-O2");
});

describe("a run", () => {
  const env = { AWS_REGION: "eu-west-1", GITHUB_WORKSPACE: scratch };

  /** An event as GitHub leaves it for a job. */
  function event(name: string, payload: object): NodeJS.ProcessEnv {
    const path = join(scratch, `${name}.json`);
    writeFileSync(path, JSON.stringify(payload));
    return { ...env, GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path };
  }

  test("for which there is nothing to do says why, and masks its secrets before", async () => {
    const reporter = fakeReporter();
    const pushed = event("push", { ref: "refs/tags/v1", deleted: false });
    const given = { INPUT_ENVIRONMENT: "API_KEY=hunter22", GITHUB_REPOSITORY: "org/shop" };
    await run({ ...pushed, ...given, GITHUB_REF: "refs/tags/v1" }, scratch, reporter);
    expect([...new Set(reporter.told)]).toEqual([
      "secret: hunter22",
      expect.stringMatching(/^notice: Nothing to do: /),
    ]);
    expect(reporter.outputs.get("command")).toBe("nothing");
  });

  test("of `gc` outside of a repository is an error before anything is asked", async () => {
    const reporter = fakeReporter();
    const given = { INPUT_COMMAND: "gc", INPUT_APP: "shop" };
    await expect(run({ ...env, ...given }, scratch, reporter)).rejects.toThrow(
      /GITHUB_REPOSITORY is not set/,
    );
    expect(reporter.outputs.get("command")).toBe("gc");
  });

  test("whose inputs are wrong is an error that names them", async () => {
    const given = { INPUT_MEMORY: "much", INPUT_APP: "shop" };
    const reporter = fakeReporter();
    await expect(run({ ...env, ...given }, scratch, reporter)).rejects.toThrow(/`memory`/);
    expect(reporter.told).toEqual([]);
  });
});
