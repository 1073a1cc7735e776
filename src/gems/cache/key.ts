import { sha256Hex } from "../../digest.ts";

/** Incremented when the kind of content saved under a key changes. */
const SCHEMA = 2;

/** Variables that compilers and mkmf read: with other flags the same lockfile gives other gems. */
const FLAGS =
  /^(BUNDLE_BUILD__.*|CC|CXX|C(PP|XX)?FLAGS|LDFLAGS|RUSTFLAGS|PKG_CONFIG_PATH|NOKOGIRI_USE_SYSTEM_LIBRARIES)$/;

/** Picks the job's variables and Bundler's settings that compilers and mkmf read, sorted. */
export function compilerFlags(
  environment: Readonly<Record<string, string | undefined>>,
  installing: ReadonlyMap<string, string>,
): readonly (readonly [name: string, value: string | undefined])[] {
  return [...Object.entries(environment), ...installing]
    .filter(([name, value]) => FLAGS.test(name) && value !== undefined)
    .sort();
}

/** Everything that decides what `bundle install` makes. */
export interface KeyInput {
  /** The staged lockfile's text. */
  readonly lockfile: string;
  readonly ruby: { readonly version: string; readonly platform: string; readonly prefix: string };
  /** Such as `ubuntu-24.04`: it decides which libraries extensions are linked with. */
  readonly system: string;
  readonly glibc: string;
  /** `BundlerSettings.running`, which decides which groups there are. */
  readonly running: Readonly<Record<string, string>>;
  /** Settings for installing; those of the app. */
  readonly installing: ReadonlyMap<string, string>;
  /** The job's variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The key under which vendored gems are saved, and the prefixes of keys whose gems are worth starting from: those of
 * another lockfile. Modelled on ruby/setup-ruby:
 * https://github.com/ruby/setup-ruby/blob/v1.253.0/bundler.js#L207
 */
export function gemCacheKeys(input: KeyInput): {
  readonly key: string;
  readonly near: readonly string[];
} {
  const { ruby, system, glibc } = input;
  const place = `${system}-${ruby.platform}-glibc${glibc}-ruby${ruby.version}`;
  const settings = sha256Hex(JSON.stringify(relevant(input))).slice(0, 12);
  const near = `megamode-gems-v${SCHEMA}-${place}-${settings}-`;
  return { key: near + sha256Hex(input.lockfile).slice(0, 32), near: [near] };
}

/** No credentials, not even as a digest: only what changes what is installed. */
function relevant({ ruby, running, installing, environment }: KeyInput): unknown {
  return [ruby.prefix, Object.entries(running).sort(), compilerFlags(environment, installing)];
}
