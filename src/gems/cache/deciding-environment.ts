import { join } from "node:path";
import { withoutUsers } from "../../app/bundler/setting-secrets.ts";
import { sha256Hex } from "../../digest.ts";
import { readIfThere } from "../../files.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that compilers and mkmf read: with other flags the same lockfile gives other gems. */
const COMPILERS =
  /^(CC|CXX|C(PP|XX)?FLAGS|LDFLAGS|RUSTFLAGS|RUSTC(_\w+)?|C(PLUS)?_INCLUDE_PATH|CPATH|LIBRARY_PATH|LD_LIBRARY_PATH|PKG_CONFIG\w*|MAKE(FLAGS)?|NOKOGIRI_USE_SYSTEM_LIBRARIES)$/;

/** Variables that say where bytes come from, whom TLS trusts, and what else runs in Ruby and git. */
const SOURCES =
  /^((https?|all|no|ftp)_proxy|no_proxy_\w+|SSL_CERT_(FILE|DIR)|GIT_\w+|GEMRC|RUBYGEMS_\w+|RUBYOPT|RUBYLIB)$/i;

/** Of git: who commits what, how much it says, and what CI systems call so. */
const IRRELEVANT =
  /^GIT_(AUTHOR|COMMITTER|TRACE|TERMINAL_PROMPT|EDITOR|SEQUENCE_EDITOR|PAGER|COMMIT|BRANCH|REF|SHA|TAG|URL|REPO|PREVIOUS|LOCAL_BRANCH)/;

/** Credentials, by their names or by what they hold: git's settings may be headers. */
const SECRET_NAME = /(TOKEN|PASSWORD|PASSWD|SECRET|CREDENTIALS?|_PAT|API_KEY)$/i;
const SECRET_VALUE = /\b(authorization|basic|bearer|token|password)\b/i;
const SECRET_LINE = /^.*(api_key|token|password|secret).*$/gim;

/**
 * Picks what, besides Bundler's settings, decides the bytes of installed gems: variables of the job, the certificates
 * that they trust, RubyGems' settings and the plugins of Bundler in the user's home. No credentials, not even as a
 * digest.
 * @param certificates more files of certificates, by path
 */
export async function decidingEnvironment(
  environment: Environment,
  certificates: readonly string[],
): Promise<unknown> {
  const variables = Object.entries(environment)
    .filter(([name, value]) => value && (COMPILERS.test(name) || SOURCES.test(name)))
    .filter(([name]) => !IRRELEVANT.test(name) && !SECRET_NAME.test(name))
    .map(([name, value = ""]) => [name, SECRET_VALUE.test(value) ? "" : withoutUsers(value)])
    .sort();
  const files = settingsFiles(environment);
  const trusted = [environment.SSL_CERT_FILE, environment.GIT_SSL_CAINFO, ...certificates];
  return [
    variables,
    await Promise.all(files.map(digest)),
    await Promise.all(trusted.filter((file) => file !== undefined).map(digest)),
  ];
}

/** Where RubyGems and Bundler look for what is no setting of Bundler. A place's order says which it is. */
function settingsFiles(env: Environment): readonly string[] {
  const home = env.HOME ?? "/";
  const ofBundler =
    env.BUNDLE_USER_PLUGIN ?? join(env.BUNDLE_USER_HOME ?? join(home, ".bundle"), "plugin");
  return [
    "/etc/gemrc",
    join(home, ".gemrc"),
    join(env.XDG_CONFIG_HOME ?? join(home, ".config"), "gem/gemrc"),
    join(ofBundler, "index"),
    ...(env.GEMRC ?? "").split(/[:;]/).filter(Boolean),
  ];
}

/** @returns `""` if there is no such file, or none that we may read */
async function digest(file: string): Promise<string> {
  const bytes = await readIfThere(file).catch(() => undefined);
  const text = bytes?.toString("latin1").replace(SECRET_LINE, "");
  return text === undefined ? "" : sha256Hex(withoutUsers(text));
}
