import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseBundleConfig } from "./config.ts";

/** Where Bundler's settings come from, strongest first: the app, the job, the user's home. */
export interface GivenSettings {
  readonly app: ReadonlyMap<string, string>;
  readonly job: ReadonlyMap<string, string>;
  readonly home: ReadonlyMap<string, string>;
}

/** What is asked of Bundler, by the app, the job and us. */
export interface BundlerSettings {
  /** Decides which gems there are: the same while vendoring, building and in Lambda. */
  readonly running: Readonly<Record<string, string>>;
  /** For installing alone, as Bundler's file would hold them. May hold credentials. */
  readonly installing: ReadonlyMap<string, string>;
  /** Where a step before this one, such as setup-ruby's, may have installed gems; relative to the app. */
  readonly installedBefore: string;
  /** Names in the job's environment that must not reach Bundler: what they say is ours to say. */
  readonly withheld: readonly string[];
  /** Credentials: never to be seen in a log. */
  readonly secrets: readonly string[];
}

/** Ours to say: where the gems lie, that the lockfile stands, which Gemfile, which Bundler. */
const OURS =
  /^BUNDLE_(PATH(__.*)?|DEPLOYMENT|FROZEN|GEMFILE|LOCKFILE|VERSION|APP_CONFIG|BIN|BIN_PATH|SHEBANG|SYSTEM_BINDIR|CLEAN|NO_INSTALL|NO_PRUNE|DISABLE_SHARED_GEMS|GLOBAL_GEM_CACHE|ONLY|WITH|WITHOUT|LOCAL__.*)$/;

/** Where nobody says otherwise. Compiling is most of the work, and a runner has four cores. */
const SPEED = new Map([
  ["BUNDLE_JOBS", "4"],
  ["BUNDLE_RETRY", "3"],
]);

/** Not settings: where Bundler looks for them. */
const PLACES = /^BUNDLE_(USER_\w+|BIN_PATH|ORIG_\w+)$/;

/**
 * Settings that are no source's credentials though their names hold a dot, which is `__` there.
 * https://bundler.io/man/bundle-config.1.html
 */
const NO_HOST = /^BUNDLE_(BUILD|LOCAL|MIRROR|PATH|GEM|GIT|GITHUB__HTTPS|PLUGINS)(__|$)/;

/**
 * Reads the settings where Bundler would.
 * @param dir the app's folder
 * @param env the job's
 */
export async function readGivenSettings(
  dir: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<GivenSettings> {
  const user = env.BUNDLE_USER_HOME ?? join(env.HOME ?? "/", ".bundle");
  const job = Object.entries(env).flatMap(([name, value]) =>
    name.startsWith("BUNDLE_") && value !== undefined && !PLACES.test(name)
      ? [[name, value] as const]
      : [],
  );
  return {
    app: await read(join(dir, ".bundle/config")),
    job: new Map(job),
    home: await read(env.BUNDLE_USER_CONFIG ?? join(user, "config")),
  };
}

/** Development and test gems stay away unless the app or the job says which groups it wants. Pure. */
export function decideSettings({ app, job, home }: GivenSettings): BundlerSettings {
  const said = (name: string) => app.get(name) ?? job.get(name) ?? home.get(name);
  const groups = (name: string) => (said(name) ?? "").split(/[\s:,]+/).filter((group) => group);
  const [wanted, only] = [groups("BUNDLE_WITH"), groups("BUNDLE_ONLY")];
  const unwanted =
    said("BUNDLE_WITHOUT") === undefined && only.length === 0
      ? ["development", "test"].filter((group) => !wanted.includes(group))
      : groups("BUNDLE_WITHOUT");
  const forced = said("BUNDLE_FORCE_RUBY_PLATFORM");
  const named = [...job].filter(([name]) => !/^\w+$/.test(name)); // A shell on the way would drop them.
  const speed = [...SPEED].filter(([name]) => said(name) === undefined);
  return {
    running: {
      BUNDLE_WITHOUT: unwanted.join(":"),
      ...(wanted.length > 0 && { BUNDLE_WITH: wanted.join(":") }),
      ...(only.length > 0 && { BUNDLE_ONLY: only.join(":") }),
      ...(forced !== undefined && { BUNDLE_FORCE_RUBY_PLATFORM: forced }),
    },
    installing: new Map([...speed, ...named, ...app].filter(([name]) => !OURS.test(name))),
    installedBefore: said("BUNDLE_PATH") ?? "vendor/bundle",
    withheld: [...job.keys()].filter((name) => OURS.test(name)).sort(),
    secrets: [...app, ...job, ...home].flatMap(([name, value]) => secretsOf(name, value)),
  };
}

/** `BUNDLE_GEMS__EXAMPLE__COM=user:password`, and URLs with a user in them. */
function secretsOf(name: string, value: string): string[] {
  if (value === "") return [];
  const inUrl = [...value.matchAll(/:\/\/([^/@\s]+)@/g)].map(([, user = ""]) => user);
  const isHost = name.slice("BUNDLE_".length).includes("__") && !NO_HOST.test(name);
  const whole = isHost ? [value, ...inUrl] : inUrl;
  // Either half may be a token; a short one would mask words that are no secret.
  const halves = whole.flatMap((one) => one.split(":")).filter((half) => half.length >= 8);
  return [...new Set([...whole, ...halves])];
}

async function read(path: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EACCES") return "";
    throw error;
  });
  return parseBundleConfig(text);
}
