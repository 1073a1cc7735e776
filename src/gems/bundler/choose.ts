import { compareVersions } from "../../gem-version.ts";

/** Which Bundler an app gets, before anything is installed. */
export type BundlerChoice =
  /** The runner's own; `why` says so if the lockfile names another. */
  | { readonly kind: "runner's"; readonly version: string; readonly why?: string }
  /** To be vendored. `requirement` as RubyGems reads it: `2.6.9`, or `~> 2.6.0` for the newest of a line. */
  | { readonly kind: "vendored"; readonly requirement: string; readonly why?: string };

/**
 * The oldest Ruby for each line of Bundler, newest first: `required_ruby_version` of its gems.
 * https://rubygems.org/gems/bundler/versions
 */
const LINES = [
  ["4.0", "3.2"],
  ["2.7", "3.2"],
  ["2.6", "3.1"],
  ["2.5", "3.0"],
  ["2.4", "2.6"],
  ["2.3", "2.3"],
] as const;

/** Older Bundlers do not know lockfiles for several platforms, and do not run on Ruby 3.2 and newer. */
const OLDEST_LINE = ["2.2", "2.3"] as const;

/**
 * Chooses the lockfile's own version if the Ruby runs it, so that the Bundler that resolved the gems is the one
 * that installs and loads them.
 * @param bundledWith the lockfile's `BUNDLED WITH`
 */
export function chooseBundler(
  bundledWith: string | undefined,
  ruby: { readonly version: string; readonly bundlerVersion: string },
): BundlerChoice {
  const [oldest] = OLDEST_LINE;
  const own = { kind: "runner's", version: ruby.bundlerVersion } as const;
  if (bundledWith === undefined || bundledWith === own.version) return own;
  const said = `\`BUNDLED WITH\` is ${bundledWith}`;
  if (compareVersions(bundledWith, oldest) < 0) {
    return {
      ...own,
      why: `${said}; Bundler ${own.version} is used instead: ${oldest} is the oldest that this action can use`,
    };
  }
  const runs = ([, needs]: readonly [string, string]) => compareVersions(ruby.version, needs) >= 0;
  const line = LINES.find(([name]) => compareVersions(bundledWith, name) >= 0) ?? OLDEST_LINE;
  if (runs(line)) return { kind: "vendored", requirement: bundledWith };

  const [newest] = LINES.find(runs) ?? OLDEST_LINE;
  const why = `${said}, which needs Ruby ${line[1]}; Bundler ${newest} is the newest that runs on Ruby ${ruby.version}`;
  if (own.version.startsWith(`${newest}.`)) return { ...own, why };
  return { kind: "vendored", requirement: `~> ${newest}.0`, why };
}
