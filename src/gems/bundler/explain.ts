import { UserError } from "../../errors.ts";
import { lastLines } from "../../format.ts";

/** Bundler's failure as an error with the fix that its words suggest. */
export function bundlerError(verb: string, status: number, output: string): UserError {
  const said = lastLines(withoutNoise(output), 30);
  return new UserError(
    `\`bundle ${verb}\` failed with exit status ${status}:\n${said}`,
    fixFor(output),
  );
}

/** What a compiler said comes before mkmf's list of all options and Bundler's own backtrace: without those. */
function withoutNoise(output: string): string {
  return output.replace(/^\t--.*\n/gm, "").replace(/^ *\/\S+\.rb:\d+:in\s+[`'][^']*'\n/gm, ""); // Wrapped, between a frame's words too.
}

/** By a gem server, or by git where it would have asked for a name. */
const REFUSED =
  /Authentication is required|Bad username or password|40[13] (Unauthorized|Forbidden)|could not read Username|Authentication failed for/;

/** What Debian and Ubuntu call the headers of the libraries that apps' gems are compiled with most. */
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
  const gem = /An error occurred while installing (\S+) \(/.exec(output)?.[1];
  const packages = HEADERS[gem ?? ""];
  return (
    `Install what ${gem ? `\`${gem}\`` : "the extension"} is compiled with in a step before this one` +
    `${packages ? ":" : ", such as"} \`sudo apt-get install -y ${packages ?? "libpq-dev"}\`. ` +
    "A database's driver that is not used stays out by its group: `BUNDLE_WITHOUT` in `env:`."
  );
}

function fixFor(output: string): string {
  if (REFUSED.test(output)) {
    return "Give the source's credentials to the step as `BUNDLE_<HOST>: user:password` in `env:`, dots of the host's name as `__`.";
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
