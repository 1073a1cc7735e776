import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import { lastLines } from "../format.ts";
import type { BuildRoot } from "../ports/build-root.ts";
import type { GemCache } from "../ports/gem-cache.ts";
import type { Reporter } from "../ports/reporter.ts";
import type { Command } from "../ports/shell.ts";
import { bundleAddPlatform, bundleInstall, bundleLock } from "./bundler.ts";
import { gemCacheKey } from "./cache-key.ts";

export interface VendorInput {
  readonly root: BuildRoot;
  readonly cache: GemCache;
  readonly reporter: Reporter;
  /** Bundler's settings for the staged app. */
  readonly settings: Readonly<Record<string, string>>;
  /** The lockfile's name in the app's folder. */
  readonly lockfile: string;
  /** What the lockfile needs before it can be installed here. */
  readonly missing: "lockfile" | "platform" | "nothing";
  readonly ruby: { readonly version: string; readonly platform: string };
  readonly glibc: string;
}

/** Where the gems came from. */
export type Gems = { readonly from: "cache" | "bundler" };

/**
 * Installs the locked gems under the root, or takes them from the cache.
 * @throws UserError with Bundler's own last lines
 */
export async function vendorGems(input: VendorInput): Promise<Gems> {
  const { root, cache, settings, ruby } = input;
  if (input.missing === "lockfile") await run(input, bundleLock(settings));
  if (input.missing === "platform") await run(input, bundleAddPlatform(settings, ruby.platform));

  const key = gemCacheKey({
    lockfile: await readFile(join(root.backing, "app", input.lockfile), "utf8"),
    rubyVersion: ruby.version,
    platform: ruby.platform,
    glibc: input.glibc,
    without: settings.BUNDLE_WITHOUT ?? "",
  });
  const dir = join(root.backing, "gems");
  const cached = await cache.restore(key, dir);
  // With all gems there it asks no network, and still refuses a lockfile that does not fit the Gemfile.
  await run(input, bundleInstall(settings));
  if (cached) input.reporter.info(`From the cache: ${key}`);
  else await cache.save(key, dir);
  return { from: cached ? "cache" : "bundler" };
}

async function run(input: VendorInput, command: Command): Promise<void> {
  const { status, output } = await input.root.shell.run(command, input.reporter.info);
  if (status === 0) return;
  const said = `\`bundle ${command.args[0]}\` failed with exit status ${status}:\n${lastLines(withoutNoise(output), 30)}`;
  throw new UserError(said, fixFor(output));
}

/** What a compiler said comes before mkmf's list of all options and Bundler's own backtrace: without those. */
function withoutNoise(output: string): string {
  return output.replace(/^\t--.*\n/gm, "").replace(/^ *\/\S+\.rb:\d+:in\s+[`'][^']*'\n/gm, ""); // Wrapped, between a frame's words too.
}

function fixFor(output: string): string {
  if (/Could not find (compatible versions|gem)/.test(output)) {
    return "Correct the `Gemfile` so that `bundle lock` succeeds in a clean checkout.";
  }
  if (/freeze|frozen|deployment mode|gemfile changed/i.test(output)) {
    return "Run `bundle install` in the app and commit `Gemfile.lock`: it does not match the `Gemfile`.";
  }
  if (/Failed to build gem native extension/.test(output)) {
    return "Install what the extension needs in a step before this one, such as `sudo apt-get install -y libpq-dev`.";
  }
  return "See Bundler's message above; the same command must succeed in a clean checkout.";
}
