import { join } from "node:path";
import type { BundlerInUse } from "../app/bundler/environment.ts";
import { bundleCheck } from "./bundler/commands.ts";
import { type BundlerInput, prepareBundler } from "./bundler/run.ts";
import { settleGemspecs } from "./gemspecs.ts";

/**
 * Does for gems that were vendored by an earlier build what is done here anew each time: the staged app's own
 * files are settled, and Bundler is asked whether all is there.
 * @returns undefined where it says no
 */
export async function settleKept(input: BundlerInput): Promise<BundlerInUse | undefined> {
  const { root, app, reporter } = input;
  const call = await prepareBundler(input);
  const { status, output } = await root.shell.run(bundleCheck(call));
  if (status !== 0) {
    reporter.info(output.trimEnd());
    return undefined;
  }
  await settleGemspecs(root, call, join(root.backing, "app", app.lockfile));
  return call.bundler;
}
