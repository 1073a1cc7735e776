import type { GivenSettings } from "./given-settings.ts";
import { isOfHost, withoutUsers } from "./setting-secrets.ts";

/**
 * Settings that change nothing about what is installed: those for looks and speed, those of commands that we do not
 * run, and those that we decide (settings.ts).
 * https://bundler.io/man/bundle-config.1.html
 */
const IRRELEVANT =
  /^BUNDLE_(PATH(__.*)?|DEPLOYMENT|FROZEN|GEMFILE|LOCKFILE|VERSION|APP_CONFIG|BIN|SHEBANG|SYSTEM_BINDIR|CLEAN|NO_INSTALL|NO_PRUNE|DISABLE_SHARED_GEMS|ONLY|WITH|WITHOUT|JOBS|RETRY|TIMEOUT|REDIRECT|SILENCE_.*|IGNORE_MESSAGES(__.*)?|SUPPRESS_.*|VERBOSE|DEBUG|CONSOLE|GEM(__.*)?|INIT_GEMS_RB|PREFER_.*PATCH|UPDATE_.*|AUTO_.*|SSL_CLIENT_CERT|USER_AGENT|DEFAULT_CLI_COMMAND|CACHE_ALL(_PLATFORMS)?|API_REQUEST_SIZE)$/;

/** Settings whose values are free text. */
const WITH_TEXT =
  /^BUNDLE_((BUILD|LOCAL|MIRROR|GIT|GITHUB__HTTPS|PLUGINS)(__.*)?|CACHE_PATH|SSL_\w+|FORCE_RUBY_PLATFORM|SPECIFIC_PLATFORM|TRUST.*|GLOBAL_GEM_CACHE|DISABLE_.*|ALLOW_.*)$/;

/**
 * Picks the settings that decide where gems come from and how they are built, without credentials. An unknown one
 * counts; but where its value may be the password to a host, only its name does.
 */
export function decidingSettings({ app, job, home }: GivenSettings): ReadonlyMap<string, string> {
  const given = [...new Map([...home, ...job, ...app])];
  return new Map(
    given
      .filter(([name, value]) => !IRRELEVANT.test(name) && !isOfHost(name) && value !== "")
      .map(([name, value]): [string, string] => {
        const known = WITH_TEXT.test(name) || /^(true|false|\d{1,9}|[a-z_]{1,12})$/i.test(value);
        return [withoutUsers(name), known ? withoutUsers(value) : "something"];
      })
      .sort(),
  );
}
