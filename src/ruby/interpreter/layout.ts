import { basename, dirname } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { UserError } from "../../errors.ts";
import { isInside } from "../../paths.ts";
import type { Copy } from "../copy-tree.ts";
import { fits, type Rewrite } from "../rewrite-paths.ts";
import type { RubyInstallation } from "./inspect.ts";

/** Where Ruby's folders go below the root, and what follows from it. */
export interface Layout {
  /** Folders to copy; those that do not exist are passed over. */
  readonly copies: readonly Copy[];
  /** Paths to replace in Ruby's own binaries. */
  readonly rewrites: readonly Rewrite[];
  /** Where default and bundled gems go. */
  readonly gems: string;
  /** `rbconfig.rb` in the root, and what has to change in it. */
  readonly rbconfig: { readonly file: string; readonly values: Readonly<Record<string, string>> };
}

/**
 * Decides where Ruby's folders go.
 * @throws UserError for a Ruby whose folders we do not know how to move
 */
export function planLayout(ruby: RubyInstallation): Layout {
  const { directories, abi } = ruby;
  const isDebian = ruby.prefix === "/usr" && directories.rubyLibrary === "/usr/lib/ruby";
  const rewrites = isDebian ? debianRewrites(ruby) : prefixRewrites(ruby);
  const folders = [
    `${directories.rubyLibrary}/${abi}`,
    isDebian ? dirname(directories.architecture) : directories.architecture,
    directories.vendor,
    directories.site,
    directories.siteArchitecture,
  ];
  const stranger = ruby.loadPath.find((path) => movePath(path, rewrites) === undefined);
  const tooShort = rewrites.find((rewrite) => !fits(rewrite))?.from;
  const wrong = stranger ?? tooShort;
  if (wrong !== undefined) {
    throw new UserError(
      `Ruby ${ruby.version} in \`${ruby.prefix}\` cannot be moved to \`${ROOT}\`: its folder \`${wrong}\` is not one that this action knows.`,
      'Use `ruby/setup-ruby@v1` with `ruby-version: "3.3"` (or the version of your choice) in a step before this one.',
    );
  }
  const move = (path: string) => movePath(path, rewrites) ?? path;
  const isNested = (folder: string) => folders.some((other) => folder.startsWith(`${other}/`));
  return {
    copies: [...new Set(folders)]
      .filter((folder) => !isNested(folder))
      .map((from) => ({ from, to: move(from) })),
    rewrites,
    gems: move(ruby.gems),
    rbconfig: {
      file: `${move(directories.architecture)}/rbconfig.rb`,
      values: isDebian ? debianConfig(ruby) : {},
    },
  };
}

/** Finds the place that a path is moved to with its folder; undefined if its folder has none. */
export function movePath(path: string, rewrites: readonly Rewrite[]): string | undefined {
  const found = rewrites.find(({ from }) => isInside(from, path));
  return found && found.to + path.slice(found.from.length);
}

/**
 * Replaces a prefix that holds nothing but Ruby (setup-ruby, rbenv, mise) by the root. `bin` and `lib` are then
 * where RbConfig expects them, and a load-relative Ruby finds its library.
 */
function prefixRewrites({ prefix, directories }: RubyInstallation): readonly Rewrite[] {
  if (prefix === "/usr") return [];
  return prefix === "/usr/local"
    ? [{ from: directories.rubyLibrary, to: `${ROOT}/lib/ruby` }]
    : [{ from: prefix, to: ROOT }];
}

/** Debian and Ubuntu spread Ruby over `/usr`. The root is so short that `/tmp/mm/ruby` fits into `/usr/lib/ruby`. */
function debianRewrites({ directories }: RubyInstallation): readonly Rewrite[] {
  const architecture = dirname(directories.architecture);
  const triplet = basename(dirname(architecture));
  return [
    { from: architecture, to: `${ROOT}/ruby/${triplet}` },
    { from: directories.rubyLibrary, to: `${ROOT}/ruby` },
    { from: directories.siteArchitecture, to: `${ROOT}/ruby/${triplet}/site_ruby` },
    { from: directories.site, to: `${ROOT}/ruby/site_ruby` },
  ];
}

/** Debian's rbconfig.rb derives its prefix from its own place, which is another one below the root. */
function debianConfig({ directories }: RubyInstallation): Readonly<Record<string, string>> {
  const triplet = basename(dirname(dirname(directories.architecture)));
  return {
    RUBY_EXEC_PREFIX: ROOT,
    rubylibprefix: "$(prefix)/ruby",
    rubyarchprefix: `$(prefix)/ruby/${triplet}`,
    rubysitearchprefix: `$(prefix)/ruby/${triplet}`,
    sitedir: "$(prefix)/ruby/site_ruby",
    sitearchdir: `$(prefix)/ruby/${triplet}/site_ruby`,
  };
}
