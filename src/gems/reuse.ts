import { join } from "node:path";
import type { BundlerInUse } from "../app/bundler/environment.ts";
import { bundleCheck } from "./bundler/commands.ts";
import { type BundlerInput, prepareBundler } from "./bundler/run.ts";
import { settleGemspecs } from "./gemspecs.ts";

/**
 * Makes gems that an earlier build vendored ready for this app: Bundler must find all of them, and the
 * specifications of the app's own gems are evaluated.
 * @returns undefined if Bundler does not find all gems
 */
export async function reuseGems(input: BundlerInput): Promise<BundlerInUse | undefined> {
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
