import { UserError } from "../../errors.ts";
import { lastLines } from "../../format.ts";

/** Makes an error of Bundler's failure, with the fix that its output suggests. */
export function bundlerError(verb: string, status: number, output: string): UserError {
  const said = lastLines(withoutNoise(output), 30);
  return new UserError(
    `\`bundle ${verb}\` failed with exit status ${status}:\n${said}`,
    fixFor(output),
  );
}

/** Removes mkmf's list of all options and Bundler's own backtrace, which follow what the compiler said. */
function withoutNoise(output: string): string {
  const withoutOptions = output.replace(/^\t--.*\n/gm, "");
  // Bundler wraps lines, also between the words of a frame.
  return withoutOptions.replace(/^ *\/\S+\.rb:\d+:in\s+[`'][^']*'\n/gm, "");
}

/** What a gem server says, or git when it would have asked for a name. */
const REFUSED =
  /Authentication is required|Bad username or password|40[13] (Unauthorized|Forbidden)|could not read Username|Authentication failed for/;

/** The packages of Debian and Ubuntu with the headers that gems are compiled with most often. */
const HEADERS: Readonly<Record<string, string>> = {
  charlock_holmes: "libicu-dev",
  curb: "libcurl4-openssl-dev",
  ffi: "libffi-dev",
  "idn-ruby": "libidn-dev",
  mysql2: "default-libmysqlclient-dev",
  nokogiri: "libxml2-dev libxslt1-dev",
  pg: "libpq-dev",
  psych: "libyaml-dev",
  rmagick: "libmagickwand-dev",
  sqlite3: "libsqlite3-dev",
  tiny_tds: "freetds-dev",
};

function fixForExtension(output: string): string {
  const gem = /An error occurred while installing (\S+) \(/.exec(output)?.[1] ?? "";
  const known = HEADERS[gem];
  return (
    `In a step before this one, install what ${gem ? `\`${gem}\`` : "the extension"} needs to compile` +
    `${known ? `: ${aptGet(known)}` : `, such as ${aptGet("libpq-dev")}`}. ` +
    "A database driver that is not used can be left out by its group: `BUNDLE_WITHOUT` in `env:`."
  );
}

function aptGet(packages: string): string {
  return `\`sudo apt-get install -y ${packages}\``;
}

function fixFor(output: string): string {
  if (REFUSED.test(output)) {
    return "Give the source's credentials to the step as `BUNDLE_<HOST>: user:password` in `env:`. Write each dot of the host's name as `__`.";
  }
  if (/Could not find (compatible versions|gem)/.test(output)) {
    return "Correct the `Gemfile` so that `bundle lock` succeeds in a clean checkout.";
  }
  if (/freeze|frozen|deployment mode|gemfile changed/i.test(output)) {
    return "Run `bundle install` in the app and commit `Gemfile.lock`: it does not match the `Gemfile`.";
  }
  if (/Failed to build gem native extension/.test(output)) {
    return fixForExtension(output);
  }
  return "See Bundler's message above; the same command must succeed in a clean checkout.";
}
