import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { buildContext } from "../../src/action.ts";
import { systemClock } from "../../src/host/clock.ts";
import { terminalReporter } from "../../src/host/reporter.ts";
import { readInputs } from "../../src/inputs/read.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-action-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Keeps a folder of gems by what the input `cache` comes to. @returns what another run finds */
async function keptWith(cache: string): Promise<readonly unknown[]> {
  const home = join(scratch, cache || "default");
  const gems = join(home, "gems");
  mkdirSync(gems, { recursive: true });
  writeFileSync(join(gems, "a.rb"), "A");
  const env = { XDG_CACHE_HOME: home, AWS_REGION: "eu-west-1", INPUT_CACHE: cache };
  const reporter = terminalReporter(systemClock, () => {});
  const context = () => buildContext(env, home, readInputs(env, scratch), reporter);
  await context().gemCache.save("key", gems);
  const found = await context().gemCache.restore("key", ["k"], join(home, "restored"));
  return [found, readdirSync(home).sort()];
}

test("gems are kept for the next run, but with `cache: false`", async () => {
  expect(await keptWith("")).toEqual(["key", ["gems", "megamode-deploy", "restored"]]);
  expect(await keptWith("false")).toEqual([undefined, ["gems"]]);
});
