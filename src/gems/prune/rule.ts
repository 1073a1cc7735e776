/** A gem as it lies in its folder. */
export interface InstalledGem {
  /** Without version. */
  readonly name: string;
  /** Folders that Ruby loads from, relative to the gem's own: `lib`, rarely `ext` or `src/ruby/lib`. */
  readonly requirePaths: readonly string[];
}

/** At a gem's top: for who develops it. */
const FOLDERS =
  /^(tests?|specs?|features|docs?|examples?|samples?|bench(marks?)?|sigs?|rbi|man|\.git(hub|lab)?|\.circleci|\.devcontainer|\.yardoc)$/i;

/** At a gem's top: for who reads or develops it. A licence stays: it is to travel with the code. */
const FILES =
  /^((README|CHANGELOG|CHANGES|HISTORY|NEWS|RELEASES|CONTRIBUTING|CODE_OF_CONDUCT|SECURITY|UPGRADING|TODO|FAQ)(\.(ja|md|markdown|rdoc|txt|textile))*|Rakefile|Gemfile(\.lock)?|Appraisals|Makefile|\.(document|gitignore|gitattributes|gitmodules|rdoc_options|rspec|rubocop.*|travis\.yml|yardopts))$/i;

/** What only a linker reads. */
const OBJECTS = /\.(o|a|la|lo)$/;

/** What only a compiler reads. */
const SOURCES = /\.(c|cc|cpp|cxx|h|hh|hpp|hxx|S|java|rl)$/;

/** At a gem's top: what it may read while it runs, whatever its files are called. */
const READ = /^(app|assets|bin|config|data|db|exe|lib|libexec|locales?|public|templates?|vendor)$/;

/** A build of a library that the gem brings along: what is linked to at run time stays. */
const PORT_LEFTOVERS = /^ports\/(archives\/|.*\/(bin|include|share|lib\/pkgconfig)\/)/;

/**
 * Whether no app that runs could come to read a gem's file: it serves who builds, tests or reads the gem.
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
  // `gem install` copies what it has built.
  const name = path.slice(path.lastIndexOf("/"));
  return all.some((other) => isLoaded(other) && other.endsWith(name));
}

/** The value of `require_paths` in a specification as RubyGems writes it. */
export function requirePathsOf(specification: string): readonly string[] {
  const list = /\.require_paths = \[([^\]]*)\]/.exec(specification)?.[1];
  return list === undefined
    ? ["lib"]
    : [...list.matchAll(/"([^"]+)"/g)].map(([, path]) => path ?? "");
}

/** `net-imap-0.2.3` and `nokogiri-1.18.10-x86_64-linux` and a checkout `rails-0123456789ab`. */
export function gemName(folder: string): string {
  return folder.replace(/-(\d+(\.\w+)*(-.*)?|[0-9a-f]{12})$/, "");
}

/** Of `lib/nokogiri/3.1/nokogiri.so` and its neighbours for other Rubies only one is ever loaded. */
export function isForOtherRuby(path: string, abi: string, all: ReadonlySet<string>): boolean {
  const [, parent = "", version, file = ""] = /^(.*\/|)(\d+\.\d+)\/([^/]+)$/.exec(path) ?? [];
  const ours = abi.split(".").slice(0, 2).join(".");
  return version !== undefined && version !== ours && all.has(`${parent}${ours}/${file}`);
}
