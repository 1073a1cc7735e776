import { decidingSettings } from "./deciding-settings.ts";
import type { GivenSettings } from "./given-settings.ts";
import { secretsOf } from "./setting-secrets.ts";

/** The settings that the app, the job and we give Bundler. */
export interface BundlerSettings {
  /** Decides which gems there are: the same while vendoring, building and in Lambda. */
  readonly running: Readonly<Record<string, string>>;
  /** For installing alone, as Bundler's file would hold them. May hold credentials. */
  readonly installing: ReadonlyMap<string, string>;
  /** What, besides the groups, decides what is installed. No credentials. */
  readonly deciding: ReadonlyMap<string, string>;
  /** Where an earlier step, such as setup-ruby's, may have installed gems; relative to the app. */
  readonly installedBefore: string;
  /** Names in the job's environment that must not reach Bundler: we decide these settings. */
  readonly withheld: readonly string[];
  /** Credentials: never to be seen in a log. */
  readonly secrets: readonly string[];
}

/** Settings that we decide: where the gems lie, that the lockfile is frozen, which Gemfile, which Bundler. */
const OURS =
  /^BUNDLE_(PATH(__.*)?|DEPLOYMENT|FROZEN|GEMFILE|LOCKFILE|VERSION|APP_CONFIG|BIN|BIN_PATH|SHEBANG|SYSTEM_BINDIR|CLEAN|NO_INSTALL|NO_PRUNE|DISABLE_SHARED_GEMS|GLOBAL_GEM_CACHE|ONLY|WITH|WITHOUT|LOCAL__.*)$/;

/** Defaults. Compiling is most of the work, and a runner has four cores. */
const SPEED = new Map([
  ["BUNDLE_JOBS", "4"],
  ["BUNDLE_RETRY", "3"],
]);

/**
 * Decides Bundler's settings. Development and test gems are left out unless the app or the job names its groups, or the app
 * runs in that environment.
 * @param railsEnv the environment of Rails and Rack, whose group Rails loads
 */
export function decideSettings(all: GivenSettings, railsEnv: string): BundlerSettings {
  const { app, job, home } = all;
  const given = (name: string) => app.get(name) ?? job.get(name) ?? home.get(name);
  const groups = (name: string): readonly string[] => given(name)?.match(/[^\s:,]+/g) ?? [];
  const wanted = groups("BUNDLE_WITH");
  const only = groups("BUNDLE_ONLY");
  const unwanted =
    given("BUNDLE_WITHOUT") === undefined && only.length === 0
      ? ["development", "test"].filter((group) => group !== railsEnv && !wanted.includes(group))
      : groups("BUNDLE_WITHOUT");
  const forced = given("BUNDLE_FORCE_RUBY_PLATFORM");
  const speed = [...SPEED].filter(([name]) => given(name) === undefined);
  // A shell between the job and Bundler would drop a variable whose name is not a word.
  const notHandedOn = [...job].filter(([name]) => !/^\w+$/.test(name));
  return {
    running: {
      BUNDLE_WITHOUT: unwanted.join(":"),
      ...(wanted.length > 0 && { BUNDLE_WITH: wanted.join(":") }),
      ...(only.length > 0 && { BUNDLE_ONLY: only.join(":") }),
      ...(forced !== undefined && { BUNDLE_FORCE_RUBY_PLATFORM: forced }),
    },
    installing: new Map([...speed, ...notHandedOn, ...app].filter(([name]) => !OURS.test(name))),
    deciding: decidingSettings(all),
    installedBefore: given("BUNDLE_PATH") ?? "vendor/bundle",
    withheld: [...job.keys()].filter((name) => OURS.test(name)).sort(),
    secrets: [...app, ...job, ...home].flatMap(([name, value]) => secretsOf(name, value)),
  };
}
