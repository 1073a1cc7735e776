import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "../../app/app.ts";
import { renderBundleConfig } from "../../app/bundler/config-file.ts";
import { type BundlerInUse, bundlerEnvironment } from "../../app/bundler/environment.ts";
import type { BundlerSettings } from "../../app/bundler/settings.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { Reporter } from "../../ports/reporter.ts";
import type { Command } from "../../ports/shell.ts";
import { chooseBundler } from "./choose.ts";
import type { BundlerCall } from "./commands.ts";
import { bundlerError } from "./explain.ts";
import { vendorBundler } from "./vendor.ts";

/** What Bundler works on, and where its output goes. */
export interface BundlerInput {
  readonly root: BuildRoot;
  readonly reporter: Reporter;
  /** As it lies in the staged copy. */
  readonly app: Pick<App, "gemfile" | "lockfile" | "bundledWith">;
  readonly settings: BundlerSettings;
  readonly ruby: {
    readonly version: string;
    /** As RubyGems says it: `x86_64-linux`. */
    readonly platform: string;
    readonly bundlerVersion: string;
  };
}

/** Makes the Bundler of the app's lockfile ready to install. */
export async function prepareBundler(input: BundlerInput): Promise<BundlerCall> {
  const { root, ruby, app, reporter } = input;
  const choice = chooseBundler(app.bundledWith, ruby);
  const config = await writeSettings(input);
  const bundler = await vendorBundler(root, choice, ruby.bundlerVersion, reporter.info);
  return { bundler, env: environment(input, bundler, config) };
}

/**
 * Runs one of the commands in commands.ts.
 * @throws UserError with Bundler's own last lines
 */
export async function runBundler(
  { root, reporter }: Pick<BundlerInput, "root" | "reporter">,
  command: Command,
): Promise<void> {
  const { status, output } = await root.shell.run(command, reporter.info);
  // The arguments may begin with the path of a vendored Bundler.
  const [verb = ""] = command.args.filter((arg) => !arg.includes("/"));
  if (status !== 0) throw bundlerError(verb, status, output);
}

/** The environment while installing: that of running, and what only an installation needs. */
function environment(
  { app, settings }: BundlerInput,
  bundler: BundlerInUse,
  config: string,
): BundlerCall["env"] {
  const withheld = Object.fromEntries(settings.withheld.map((name) => [name, undefined]));
  const running = bundlerEnvironment(app, bundler, settings.running);
  // If git cannot prompt for a password, it says what it lacks.
  return { ...withheld, ...running, BUNDLE_APP_CONFIG: config, GIT_TERMINAL_PROMPT: "0" };
}

/**
 * Writes Bundler's settings outside of the root, because they may hold credentials.
 * @returns the folder for BUNDLE_APP_CONFIG
 */
async function writeSettings({ root, settings }: BundlerInput): Promise<string> {
  const folder = join(root.scratch, "bundler");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, "config"), renderBundleConfig(settings.installing), { mode: 0o600 });
  return folder;
}
