import { basename, dirname, join } from "node:path";
import { listNames } from "../../files.ts";
import { gemName } from "../../gems/gem-name.ts";
import type { Copy } from "../copy-tree.ts";
import type { RubyInstallation } from "./inspect.ts";
import type { Layout } from "./layout.ts";

/**
 * Gems that come with Ruby and that a running app may use; debug, rbs and typeprof are left out. The same
 * folder may hold other gems that the user installed. If the app uses one of those, Bundler vendored it.
 * https://docs.ruby-lang.org/en/master/standard_library_md.html
 */
const BUNDLED = new Set([
  "abbrev",
  "base64",
  "benchmark",
  "bigdecimal",
  "csv",
  "drb",
  "fiddle",
  "getoptlong",
  "irb",
  "logger",
  "matrix",
  "minitest",
  "mutex_m",
  "net-ftp",
  "net-imap",
  "net-pop",
  "net-smtp",
  "nkf",
  "observer",
  "ostruct",
  "power_assert",
  "prime",
  "pstore",
  "racc",
  "rake",
  "rdoc",
  "readline",
  "reline",
  "resolv-replace",
  "rexml",
  "rinda",
  "rss",
  "syslog",
  "test-unit",
]);

/** Plans the copies of Ruby's own gems. */
export async function findRubysGems(
  ruby: Pick<RubyInstallation, "gems" | "abi" | "bundler" | "bundlerVersion">,
  layout: Pick<Layout, "gems">,
): Promise<readonly Copy[]> {
  const list = (folder: string) => listNames(join(ruby.gems, folder));
  const defaults = (await list("specifications/default")).map(withoutEnd);
  const installed = (await list("specifications")).map(withoutEnd);
  const bundler = `bundler-${ruby.bundlerVersion}`;
  const chosen = installed.filter((gem) => {
    const name = gemName(gem);
    return name === "bundler" ? gem === bundler : BUNDLED.has(name);
  });
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

/** Plans the copies of a Bundler in another folder: Debian has it among the gems of its packages. */
function bundlerElsewhere(
  { bundler, gems }: Pick<RubyInstallation, "gems" | "bundler">,
  layout: Pick<Layout, "gems">,
): readonly Copy[] {
  if (dirname(dirname(bundler.gemDir)) === gems) return [];
  return [
    { from: bundler.gemDir, to: `${layout.gems}/gems/${basename(bundler.gemDir)}` },
    {
      from: bundler.specification,
      to: `${layout.gems}/specifications/${basename(bundler.specification)}`,
    },
  ];
}

function withoutEnd(specification: string): string {
  return specification.replace(/\.gemspec$/, "");
}
