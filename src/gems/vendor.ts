import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderBundleConfig } from "../app/bundle-config.ts";
import { type BundlerInUse, bundlerEnvironment } from "../app/bundler.ts";
import type { BundlerSettings } from "../app/bundler-settings.ts";
import type { App } from "../app/detect.ts";
import type { BuildRoot } from "../ports/build-root.ts";
import type { GemCache } from "../ports/gem-cache.ts";
import type { Reporter } from "../ports/reporter.ts";
import type { Command } from "../ports/shell.ts";
import { type BundlerCall, bundleAddPlatform, bundleInstall, bundleLock } from "./bundler.ts";
import { chooseBundler } from "./bundler-version.ts";
import { gemCacheKey } from "./cache-key.ts";
import { bundlerError } from "./explain.ts";
import { vendorBundler } from "./vendor-bundler.ts";

export interface VendorInput {
  readonly root: BuildRoot;
  readonly cache: GemCache;
  readonly reporter: Reporter;
  readonly app: Pick<App, "gemfile" | "lockfile" | "bundledWith">;
  readonly settings: BundlerSettings;
  /** What the lockfile needs before it can be installed here. */
  readonly missing: "lockfile" | "platform" | "nothing";
  readonly ruby: {
    readonly version: string;
    readonly platform: string;
    readonly bundlerVersion: string;
  };
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
  for (const secret of settings.secrets) reporter.secret(secret);
  const choice = chooseBundler(app.bundledWith, ruby);
  const config = await writeSettings(input);
  const call = async (): Promise<BundlerCall> => {
    const bundler = await vendorBundler(root, choice, ruby.bundlerVersion, reporter.info);
    return { bundler, env: environment(input, bundler, config) };
  };
  if (input.missing === "lockfile") await run(input, bundleLock(await call()));
  if (input.missing === "platform")
    await run(input, bundleAddPlatform(await call(), ruby.platform));

  const key = gemCacheKey({
    lockfile: await readFile(join(root.backing, "app", app.lockfile), "utf8"),
    rubyVersion: ruby.version,
    platform: ruby.platform,
    glibc: input.glibc,
    without: settings.running.BUNDLE_WITHOUT ?? "",
  });
  const dir = join(root.backing, "gems");
  const cached = await cache.restore(key, dir);
  const installing = await call();
  // With all gems there it asks no network, and still refuses a lockfile that does not fit the Gemfile.
  await run(input, bundleInstall(installing));
  if (cached) reporter.info(`From the cache: ${key}`);
  else await cache.save(key, dir);
  return { from: cached ? "cache" : "bundler", bundler: installing.bundler };
}

/** The environment while installing: that of running, and what only an installation is told. */
function environment(
  { app, settings }: VendorInput,
  bundler: BundlerInUse,
  config: string,
): BundlerCall["env"] {
  const withheld = Object.fromEntries(settings.withheld.map((name) => [name, undefined]));
  const running = bundlerEnvironment(app, bundler, settings.running);
  return { ...withheld, ...running, BUNDLE_APP_CONFIG: config };
}

/** @returns the folder for BUNDLE_APP_CONFIG. Not below the root: it may hold credentials. */
async function writeSettings({ root, settings }: VendorInput): Promise<string> {
  const folder = join(root.scratch, "bundler");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, "config"), renderBundleConfig(settings.installing), { mode: 0o600 });
  return folder;
}

async function run(input: VendorInput, command: Command): Promise<void> {
  const { status, output } = await input.root.shell.run(command, input.reporter.info);
  const verb = command.args.find((arg) => !arg.includes("/")) ?? "";
  if (status !== 0) throw bundlerError(verb, status, output);
}
