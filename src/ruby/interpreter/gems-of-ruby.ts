import { basename, dirname, join } from "node:path";
import { listNames } from "../../files.ts";
import type { RubyInstallation } from "./inspect.ts";
import type { Layout } from "./layout.ts";

/**
 * Gems that Ruby brings and that are of use while an app runs. The same folder may hold all that the user
 * ever installed; what the app uses of those is vendored. Not among them: debug, rbs, typeprof.
 * https://docs.ruby-lang.org/en/master/standard_library_md.html
 */
const BUNDLED = new Set([
  ...[
    "abbrev",
    "base64",
    "benchmark",
    "bigdecimal",
    "bundler",
    "csv",
    "drb",
    "fiddle",
    "getoptlong",
  ],
  ...[
    "irb",
    "logger",
    "matrix",
    "minitest",
    "mutex_m",
    "net-ftp",
    "net-imap",
    "net-pop",
    "net-smtp",
  ],
  ...["nkf", "observer", "ostruct", "power_assert", "prime", "pstore", "racc", "rake", "rdoc"],
  ...["readline", "reline", "resolv-replace", "rexml", "rinda", "rss", "syslog", "test-unit"],
]);

/** Copies of Ruby's own gems: `to` is below the root. */
export async function planRubysGems(
  ruby: RubyInstallation,
  layout: Layout,
): Promise<Layout["copies"]> {
  const list = (folder: string) => listNames(join(ruby.gems, folder));
  const defaults = (await list("specifications/default")).map(withoutEnd);
  const installed = (await list("specifications")).map(withoutEnd);
  const chosen = installed.filter(
    (gem) => BUNDLED.has(nameOf(gem)) && (nameOf(gem) !== "bundler" || gem === bundlerOf(ruby)),
  );
  const [extensions] = await list("extensions");
  const places = [
    "specifications/default",
    ...chosen.map((gem) => `specifications/${gem}.gemspec`),
    ...[...defaults, ...chosen].map((gem) => `gems/${gem}`),
    ...chosen.map((gem) => `extensions/${extensions}/${ruby.abi}/${gem}`),
  ];
  return [
    ...places.map((place) => ({ from: `${ruby.gems}/${place}`, to: `${layout.gems}/${place}` })),
    ...bundlerElsewhere(ruby, layout),
  ];
}

/** Debian keeps Bundler among its own packages' gems. */
function bundlerElsewhere({ bundler, gems }: RubyInstallation, layout: Layout): Layout["copies"] {
  if (dirname(dirname(bundler.gemDir)) === gems) return [];
  return [
    { from: bundler.gemDir, to: `${layout.gems}/gems/${basename(bundler.gemDir)}` },
    {
      from: bundler.specification,
      to: `${layout.gems}/specifications/${basename(bundler.specification)}`,
    },
  ];
}

function bundlerOf(ruby: RubyInstallation): string {
  return `bundler-${ruby.bundlerVersion}`;
}

function withoutEnd(specification: string): string {
  return specification.replace(/\.gemspec$/, "");
}

/** `net-imap-0.2.3` is `net-imap`. */
function nameOf(gem: string): string {
  return gem.replace(/-\d[^-]*(-.*)?$/, "");
}
