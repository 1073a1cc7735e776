import { dirname, join, resolve } from "node:path";
import type { BundlerInUse } from "../app/bundler/environment.ts";
import { listNames } from "../files.ts";
import type { TrustLevel } from "../inputs/trust.ts";
import type { GemCache } from "../ports/gem-cache.ts";
import { type BundlerCall, bundleClean, bundleInstall } from "./bundler/commands.ts";
import { type BundlerInput, prepareBundler, runBundler } from "./bundler/run.ts";
import { takeInstalledGems } from "./cache/installed-before.ts";
import { gemCacheKeys } from "./cache/key.ts";
import { restoreGems } from "./cache/restore.ts";
import { saveGems } from "./cache/save.ts";
import { settleGemspecs } from "./gemspecs.ts";
import { tidyGems } from "./tidy.ts";

export interface VendorInput extends BundlerInput {
  readonly cache: GemCache;
  /** The app's folder in the checkout. */
  readonly checkout: string;
  readonly ruby: BundlerInput["ruby"] & { readonly abi: string; readonly prefix: string };
  readonly machine: {
    /** Such as `ubuntu-24.04`. */
    readonly system: string;
    readonly glibc: string;
  };
  /** `installationDigest`; undefined if the gems must neither come from the cache nor go there. */
  readonly installation: string | undefined;
  readonly trust: TrustLevel;
}

export interface Gems {
  /**
   * Where the gems came from. Some of `the job`'s lay in the checkout: whatever ran there before us may have changed
   * them, so they are for this build alone.
   */
  readonly from: "cache" | "bundler" | "the job";
  readonly bundler: BundlerInUse;
}

/**
 * Installs the locked gems under the root, or takes them from the cache, with the Bundler of the app's lockfile.
 * @throws UserError with Bundler's own last lines
 */
export async function vendorGems(input: VendorInput): Promise<Gems> {
  const { root, cache, ruby, app, machine, reporter, installation, trust } = input;
  const lockfile = join(root.backing, "app", app.lockfile);
  const keys =
    installation === undefined
      ? undefined
      : gemCacheKeys({ ...machine, ruby, installation, trust });
  const dir = join(root.backing, "gems");
  const from = await startingPoint(input, keys?.restore ?? [], dir);
  const call = await prepareBundler(input);
  await install(input, call, dirname(lockfile));
  if (from === "the job") await runBundler(input, bundleClean(call));
  for (const file of await settleGemspecs(root, call, lockfile)) {
    reporter.info(`Evaluated \`${file}\`: it starts a program, which Lambda may not have`);
  }
  await tidyGems(join(dir, "ruby", ruby.abi));
  if (keys && from === "bundler" && root.hidesProcesses) {
    await saveGems(cache, keys.save, dir, reporter.info);
  }
  return { from, bundler: call.bundler };
}

/** Fills the folder with the very gems from the cache, or with those that the job installed earlier as a start. */
async function startingPoint(
  { cache, settings, checkout, ruby, reporter }: VendorInput,
  keys: readonly string[],
  dir: string,
): Promise<Gems["from"]> {
  if (await restoreGems(cache, keys, dir, reporter.info)) return "cache";
  const from = resolve(checkout, settings.installedBefore);
  // A folder that cannot be read, such as one that a root container left, has nothing for us.
  const isThere = (await listNames(from).catch(() => [])).length > 0;
  if (!isThere) return "bundler";
  const count = await takeInstalledGems(from, dir, ruby);
  reporter.info(`${count} gems from \`${settings.installedBefore}\``);
  return count > 0 ? "the job" : "bundler";
}

/**
 * Runs `bundle install`. If all gems are there, that asks no server, and still refuses a lockfile that does not
 * fit the Gemfile. Gems that the app brings along are tried without a server first.
 */
async function install(input: VendorInput, call: BundlerCall, top: string): Promise<void> {
  const { root, settings, reporter } = input;
  const brought = settings.installing.get("BUNDLE_CACHE_PATH") ?? "vendor/cache";
  const names = await listNames(join(top, brought));
  if (names.some((name) => name.endsWith(".gem"))) {
    const { status } = await root.shell.run(bundleInstall(call, "here"), reporter.info);
    if (status === 0) return;
    reporter.info(`\`${brought}\` does not hold all gems.`);
  }
  await runBundler(input, bundleInstall(call, "anywhere"));
}
