import { BIN_DIR } from "../../../contract/root.ts";

/** The executables of gems that work without Bundler: name -> gem. */
const GEMS = { bundle: "bundler", bundler: "bundler", rake: "rake" } as const;

/** Writes scripts for BIN_DIR as RubyGems does. A distribution's scripts name its own Ruby and folders. */
export function planBinstubs(): ReadonlyMap<string, string> {
  const gems = Object.entries(GEMS).map(([name, gem]) => [name, binstub(gem, name)] as const);
  return new Map([
    ...gems,
    [
      "gem",
      script(
        'require "rubygems"',
        'require "rubygems/gem_runner"',
        "Gem::GemRunner.new.run ARGV.clone",
      ),
    ],
  ]);
}

function binstub(gem: string, executable: string): string {
  return script(
    'require "rubygems"',
    'version = ">= 0.a"',
    // `bundle _2.5.1_ install`
    "wanted = ARGV.first.to_s.b[/\\A_(.*)_\\z/, 1]",
    "if wanted && Gem::Version.correct?(wanted)",
    "  version = wanted",
    ...(gem === "bundler" ? ['  ENV["BUNDLER_VERSION"] = wanted'] : []),
    "  ARGV.shift",
    "end",
    `load Gem.activate_bin_path("${gem}", "${executable}", version)`,
  );
}

function script(...lines: readonly string[]): string {
  return [`#!${BIN_DIR}/ruby`, ...lines, ""].join("\n");
}
