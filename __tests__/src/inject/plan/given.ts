import type { App } from "../../../../src/app/app.ts";
import { parseLockfile } from "../../../../src/app/bundler/lockfile.ts";
import { loadRubyParser } from "../../../../src/inject/prism.ts";
import type { Sources } from "../../../../src/inject/sources.ts";

const parse = await loadRubyParser();

export const LOCKFILE = `GEM
  remote: https://rubygems.org/
  specs:
    puma (8.0.2)
    railties (7.2.4)

PLATFORMS
  arm64-darwin-23

DEPENDENCIES
  puma
  railties
`;

/** A Rails app with Puma, in the repository \`/r\`. */
export function givenApp(app: Partial<App> = {}): App {
  return {
    dir: "/r/shop",
    kind: "rails",
    label: "Rails",
    gemfile: "Gemfile",
    lockfile: "Gemfile.lock",
    locked: new Map([["puma", "8.0.2"]]),
    platforms: [],
    bundledWith: undefined,
    server: { name: "puma", version: "8.0.2" },
    hasAssets: false,
    healthCheckPath: "/",
    reasons: [],
    ...app,
  };
}

export const ruby = (text: string, path: string) => parse(text, path);

/** What is read of it. @param texts of its files: \`undefined\` where it has no such file */
export function givenSources(
  texts: { readonly gemfile?: string; readonly lockfile?: string | undefined } = {},
  sources: Partial<Sources> = {},
): Sources {
  const { gemfile, lockfile } = { gemfile: 'gem "puma"\n', lockfile: LOCKFILE, ...texts };
  return {
    gemfile: ruby(gemfile, "Gemfile"),
    hasGemfile: true,
    evaluated: [],
    lockfile: lockfile === undefined ? undefined : parseLockfile(lockfile),
    gemspecs: [],
    initializer: undefined,
    repository: undefined,
    declared: [],
    gem: { dir: "/action/gem", version: "0.1.0" },
    platform: "x86_64-linux",
    without: ["development", "test"],
    parse,
    ...sources,
  };
}
