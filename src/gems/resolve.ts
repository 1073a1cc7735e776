import { bundleAddPlatform, bundleLock } from "./bundler.ts";
import { type BundlerInput, runBundler } from "./run-bundler.ts";

/**
 * Has Bundler write what the staged lockfile lacks before it can be installed here. Needs the network, where
 * it lacks something.
 * @throws UserError with Bundler's own last lines
 */
export async function resolveLockfile(
  input: BundlerInput,
  missing: "lockfile" | "platform" | "nothing",
): Promise<void> {
  if (missing === "lockfile") await runBundler(input, bundleLock);
  if (missing === "platform") {
    await runBundler(input, (call) => bundleAddPlatform(call, input.ruby.platform));
  }
}
