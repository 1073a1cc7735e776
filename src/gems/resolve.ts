import type { Missing } from "../inject/injection.ts";
import { bundleAddPlatform, bundleLock } from "./bundler/commands.ts";
import { type BundlerInput, prepareBundler, runBundler } from "./bundler/run.ts";

/**
 * Has Bundler write what the staged lockfile lacks before it can be installed here. Needs the network.
 * @throws UserError with Bundler's own last lines
 */
export async function resolveLockfile(
  input: BundlerInput,
  missing: Exclude<Missing, "nothing">,
): Promise<void> {
  const call = await prepareBundler(input);
  const { platform } = input.ruby;
  await runBundler(
    input,
    missing === "platform" ? bundleAddPlatform(call, platform) : bundleLock(call),
  );
}
