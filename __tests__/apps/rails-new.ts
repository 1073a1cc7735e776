import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../src/digest.ts";
import { PROJECT, run } from "../e2e/harness.ts";

const ruby = execFileSync("ruby", ["-e", "print RUBY_VERSION"], { encoding: "utf8" });

/** Generated apps and the gems that generate them are kept: `rm -r .megamode/rails` makes them anew. */
const KEPT = join(PROJECT, ".megamode/rails", ruby);
const TEMPLATE = join(import.meta.dirname, "rails-template.rb");

/**
 * `rails` as somebody has it who installed the gem, of the bundle of the folder that it is called in; an app's own
 * bin/rails starts without that. Generators of Rails before 7.1 call it, and say nothing where there is none.
 */
const RAILS = `#!/usr/bin/env ruby
require "bundler/setup"
ENV.replace(Bundler.original_env.merge(ENV.slice("BUNDLE_BIN_PATH")))
load Gem.bin_path("railties", "rails")
`;

/**
 * The last one for Ruby 3.1, and younger than most distributions': it knows gems that are compiled already
 * for glibc, which saves minutes an app.
 */
const BUNDLER_VERSION = "2.6.9";
const BUNDLER_HOME = join(KEPT, "bundler");

/** Where the apps' gems are installed, as setup-ruby does it before a deploy: none is compiled twice. */
export const INSTALLED = { BUNDLE_PATH: join(KEPT, "gems") };

const BUNDLER = {
  ...INSTALLED,
  GEM_HOME: BUNDLER_HOME,
  BUNDLE_WITHOUT: "development:test",
  BUNDLE_SILENCE_ROOT_WARNING: "1",
};

/** By `rails new`'s flags. Webpacker, which Rails 6.1 has by default, needs an older Node.js than there is. */
const FLAGS: readonly (readonly [version: string, full: readonly string[]])[] = [
  ["6.1", ["--skip-javascript", "--skip-spring", "--skip-listen"]],
  ["7.0", []],
  ["7.1", ["--asset-pipeline=propshaft"]],
  ["7.2", []],
  ["8.0", []],
  ["8.1", []],
];

/** Those that run on this machine's Ruby: Rails 8 wants 3.2, and Rails 6.1 was never made for 3.4. */
export const railsVersions = FLAGS.filter(
  ([rails]) =>
    (Number(rails) < 8 || Number.parseFloat(ruby) >= 3.2) &&
    (Number(rails) > 7 || Number.parseFloat(ruby) < 3.4),
);

/** Environment of a bundle with that Rails alone, installed where it is not. */
export async function railsBundle(version: string): Promise<Readonly<Record<string, string>>> {
  const folder = join(KEPT, version);
  mkdirSync(folder, { recursive: true });
  const gems = [`gem "rails", "~> ${version}.0"`];
  // Loggers of their own, for the test of loggers.
  gems.push('gem "lograge", require: false', 'gem "rails_semantic_logger", require: false');
  if (Number(version) < 7.1) gems.push('gem "concurrent-ruby", "1.3.4"');
  writeFileSync(join(folder, "Gemfile"), `source "https://rubygems.org"\n${gems.join("\n")}\n`);
  if (!existsSync(join(BUNDLER_HOME, "bin/bundle"))) {
    const wanted = ["bundler", "-v", BUNDLER_VERSION, "--no-document", "-i", BUNDLER_HOME];
    await must("gem", ["install", ...wanted], folder);
  }
  await must("bundle", ["install"], folder);
  return { ...BUNDLER, BUNDLE_GEMFILE: join(folder, "Gemfile") };
}

/**
 * An app by `rails new` and our template.
 * @param version such as `7.2`
 * @param flags of `rails new`
 * @returns its folder, which is not to be changed
 * @throws Error with what `rails new` said
 */
export async function railsNew(version: string, flags: readonly string[]): Promise<string> {
  const template = readFileSync(TEMPLATE, "utf8");
  const folder = join(KEPT, version);
  const name = `app_${sha256Hex(JSON.stringify([template, flags])).slice(0, 8)}`;
  if (existsSync(join(folder, name))) return join(folder, name);
  await railsBundle(version);
  const half = join(folder, "half");
  rmSync(half, { recursive: true, force: true });
  const made = join(half, name);
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "bin/rails"), RAILS, { mode: 0o755 });
  await must("rails", ["new", made, "--skip-git", "-m", TEMPLATE, ...flags], folder);
  renameSync(made, join(folder, name));
  rmSync(half, { recursive: true });
  return join(folder, name);
}

async function must(file: string, args: readonly string[], folder: string): Promise<void> {
  const { status, log } = await run("/usr/bin/env", ["-C", folder, file, ...args], {
    PATH: [join(folder, "bin"), join(BUNDLER_HOME, "bin"), process.env.PATH].join(":"),
    HOME: process.env.HOME ?? "",
    ...BUNDLER,
    // The app's own generators boot it without those groups.
    RAILS_ENV: "production",
    SECRET_KEY_BASE: "only-to-generate",
  });
  if (status !== 0) throw new Error(`${file} ${args.join(" ")} failed:\n${log}`);
}
