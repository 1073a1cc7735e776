import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BundlerInUse } from "../app/bundler.ts";
import type { GemCache } from "../ports/gem-cache.ts";
import { bundleInstall } from "./bundler.ts";
import { gemCacheKey } from "./cache-key.ts";
import { type BundlerInput, runBundler } from "./run-bundler.ts";

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
  const { root, cache, settings, ruby, app } = input;
  const key = gemCacheKey({
    lockfile: await readFile(join(root.backing, "app", app.lockfile), "utf8"),
    rubyVersion: ruby.version,
    platform: ruby.platform,
    glibc: input.glibc,
    without: settings.running.BUNDLE_WITHOUT ?? "",
  });
  const dir = join(root.backing, "gems");
  const cached = await cache.restore(key, dir);
  // With all gems there it asks no network, and still refuses a lockfile that does not fit the Gemfile.
  const bundler = await runBundler(input, bundleInstall);
  if (cached) input.reporter.info(`From the cache: ${key}`);
  else await cache.save(key, dir);
  return { from: cached ? "cache" : "bundler", bundler };
}
