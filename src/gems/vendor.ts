import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BundlerInUse } from "../app/bundler.ts";
import type { GemCache } from "../ports/gem-cache.ts";
import { type BundlerCall, bundleInstall } from "./bundler.ts";
import { gemCacheKey } from "./cache-key.ts";
import { settleGemspecs } from "./gemspecs.ts";
import { type BundlerInput, prepareBundler, runBundler } from "./run-bundler.ts";

export interface VendorInput extends BundlerInput {
  readonly cache: GemCache;
  readonly glibc: string;
}

export interface Gems {
  /** Where the gems came from. */
  readonly from: "cache" | "bundler";
  readonly bundler: BundlerInUse;
}

/**
 * Installs the locked gems under the root, or takes them from the cache, with the Bundler that the app is
 * used to.
 * @throws UserError with Bundler's own last lines
 */
export async function vendorGems(input: VendorInput): Promise<Gems> {
  const { root, cache, settings, ruby, app, reporter } = input;
  const lockfile = join(root.backing, "app", app.lockfile);
  const key = gemCacheKey({
    lockfile: await readFile(lockfile, "utf8"),
    rubyVersion: ruby.version,
    platform: ruby.platform,
    glibc: input.glibc,
    without: settings.running.BUNDLE_WITHOUT ?? "",
  });
  const dir = join(root.backing, "gems");
  const cached = await cache.restore(key, dir);
  const call = await prepareBundler(input);
  await install(input, call, dirname(lockfile));
  for (const file of await settleGemspecs(root, call, lockfile)) {
    reporter.info(`Evaluated \`${file}\`: it starts a program, which Lambda may not have`);
  }
  if (cached) reporter.info(`From the cache: ${key}`);
  else await cache.save(key, dir);
  return { from: cached ? "cache" : "bundler", bundler: call.bundler };
}

/**
 * With all gems there it asks no network, and still refuses a lockfile that does not fit the Gemfile. An app
 * that brings its gems along may be built where no server can be reached.
 */
async function install(input: VendorInput, call: BundlerCall, top: string): Promise<void> {
  const { root, settings, reporter } = input;
  const brought = settings.installing.get("BUNDLE_CACHE_PATH") ?? "vendor/cache";
  const names = await readdir(join(top, brought)).catch(() => []);
  if (names.some((name) => name.endsWith(".gem"))) {
    const { status } = await root.shell.run(bundleInstall(call, "here"), reporter.info);
    if (status === 0) return;
    reporter.info(`\`${brought}\` does not hold all gems.`);
  }
  await runBundler(input, bundleInstall(call, "anywhere"));
}
