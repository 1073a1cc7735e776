import { BIN_DIR } from "../../../contract/root.ts";

/** Executables of gems that are known without Bundler: name -> gem. */
const GEMS = { bundle: "bundler", bundler: "bundler", rake: "rake" } as const;

/** Scripts for BIN_DIR, as RubyGems writes them; a distribution's name its own Ruby and folders. */
export function planStubs(): ReadonlyMap<string, string> {
  const gems = Object.entries(GEMS).map(([name, gem]) => [name, gemStub(gem, name)] as const);
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

function gemStub(gem: string, executable: string): string {
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
