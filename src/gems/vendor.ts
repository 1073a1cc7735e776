import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { BundlerInUse } from "../app/bundler/environment.ts";
import { listNames } from "../files.ts";
import type { GemCache } from "../ports/gem-cache.ts";
import { type BundlerCall, bundleClean, bundleInstall } from "./bundler/commands.ts";
import { type BundlerInput, prepareBundler, runBundler } from "./bundler/run.ts";
import { takeInstalledGems } from "./cache/installed-before.ts";
import { gemCacheKeys } from "./cache/key.ts";
import { type Restored, restoreGems } from "./cache/restore.ts";
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
    readonly environment: Readonly<Record<string, string | undefined>>;
  };
}

export interface Gems {
  /** Where the gems came from. */
  readonly from: "cache" | "bundler";
  readonly bundler: BundlerInUse;
}

/**
 * Installs the locked gems under the root, or takes them from the cache, with the Bundler of the app's lockfile.
 * @throws UserError with Bundler's own last lines
 */
export async function vendorGems(input: VendorInput): Promise<Gems> {
  const { root, cache, settings, ruby, app, machine, reporter } = input;
  const lockfile = join(root.backing, "app", app.lockfile);
  const keys = gemCacheKeys({
    ...machine,
    ...settings,
    ruby,
    lockfile: await readFile(lockfile, "utf8"),
  });
  const dir = join(root.backing, "gems");
  const start = await startingPoint(input, keys, dir);
  const call = await prepareBundler(input);
  await install(input, call, dirname(lockfile));
  if (start === "near") await runBundler(input, bundleClean(call));
  for (const file of await settleGemspecs(root, call, lockfile)) {
    reporter.info(`Evaluated \`${file}\`: it starts a program, which Lambda may not have`);
  }
  await tidyGems(join(dir, "ruby", ruby.abi));
  if (start !== "exact") await saveGems(cache, keys.key, dir, reporter.info);
  return { from: start === "exact" ? "cache" : "bundler", bundler: call.bundler };
}

/** Fills the folder with gems to start from: exactly these, those that the job installed earlier, or similar ones. */
async function startingPoint(
  { cache, settings, checkout, ruby, reporter }: VendorInput,
  keys: ReturnType<typeof gemCacheKeys>,
  dir: string,
): Promise<Restored> {
  const from = resolve(checkout, settings.installedBefore);
  // A folder that cannot be read, such as one that a root container left, has nothing for us.
  const isThere = (await listNames(from).catch(() => [])).length > 0;
  // Gems that the job installed for this very lockfile are nearer than the cache's for another.
  const near = isThere ? [] : keys.near;
  const restored = await restoreGems(cache, { key: keys.key, near }, dir, reporter.info);
  if (restored !== "nothing" || !isThere) return restored;
  const count = await takeInstalledGems(from, dir, ruby);
  reporter.info(`${count} gems from \`${settings.installedBefore}\``);
  return count > 0 ? "near" : "nothing";
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
