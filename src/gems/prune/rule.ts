import type { InstalledGem } from "./installed-gem.ts";

/** At a gem's top: folders for its developers. */
const FOLDERS =
  /^(tests?|specs?|features|docs?|examples?|samples?|bench(marks?)?|sigs?|rbi|man|\.git(hub|lab)?|\.circleci|\.devcontainer|\.yardoc)$/i;

/** At a gem's top: files for its readers and developers. A licence stays, because it must travel with the code. */
const FILES =
  /^((README|CHANGELOG|CHANGES|HISTORY|NEWS|RELEASES|CONTRIBUTING|CODE_OF_CONDUCT|SECURITY|UPGRADING|TODO|FAQ)(\.(ja|md|markdown|rdoc|txt|textile))*|Rakefile|Gemfile(\.lock)?|Appraisals|Makefile|\.(document|gitignore|gitattributes|gitmodules|rdoc_options|rspec|rubocop.*|travis\.yml|yardopts))$/i;

/** Files that only a linker reads. */
const OBJECTS = /\.(o|a|la|lo)$/;

/** Files that only a compiler reads. */
const SOURCES = /\.(c|cc|cpp|cxx|h|hh|hpp|hxx|S|java|rl)$/;

/** At a gem's top: folders whose files the gem may read while it runs, whatever they are called. */
const READ = /^(app|assets|bin|config|data|db|exe|lib|libexec|locales?|public|templates?|vendor)$/;

/** Leftovers of building a library that the gem brings along. Shared libraries, which are needed at run time, stay. */
const PORT_LEFTOVERS = /^ports\/(archives\/|.*\/(bin|include|share|lib\/pkgconfig)\/)/;

/**
 * Whether no running app reads a gem's file, because it is for people who build, test or read the gem.
 * @param path relative to the gem's folder
 * @param all every path of the gem
 */
export function isPruned(path: string, gem: InstalledGem, all: readonly string[]): boolean {
  const top = path.slice(0, Math.max(0, path.indexOf("/")));
  const isLoaded = (file: string) =>
    gem.requirePaths.some((folder) => folder === "." || file.startsWith(`${folder}/`));
  if (OBJECTS.test(path)) return !/^(data|templates?)$/.test(top);
  // Headers are installed beside a library for gems that are compiled against it.
  if (isLoaded(path)) return path.includes("/include/") && SOURCES.test(path);
  if (top === "") return FILES.test(path);
  if (FOLDERS.test(top) || PORT_LEFTOVERS.test(path)) return true;
  if (top !== "ext") return SOURCES.test(path) && !READ.test(top);
  if (/(^|\/)extconf\.rb$|\/(tmp|ports|target)\//.test(path)) return true;
  if (!path.endsWith(".so")) return !path.endsWith(".rb");
  // `gem install` copies what it has built to where it is loaded from.
  const name = path.slice(path.lastIndexOf("/"));
  return all.some((other) => isLoaded(other) && other.endsWith(name));
}

/**
 * Whether a file is for another Ruby. Of `lib/nokogiri/3.1/nokogiri.so` and its neighbours only one is ever loaded.
 * @param all every path of the gem
 */
export function isForOtherRuby(path: string, abi: string, all: ReadonlySet<string>): boolean {
  const [, parent = "", version, file = ""] = /^(.*\/|)(\d+\.\d+)\/([^/]+)$/.exec(path) ?? [];
  const ours = abi.split(".").slice(0, 2).join(".");
  return version !== ours && all.has(`${parent}${ours}/${file}`);
}
