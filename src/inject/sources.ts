import { isUtf8 } from "node:buffer";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import type { App } from "../app/app.ts";
import { UserError } from "../errors.ts";
import { chooseRepository, isFolder, type Repository } from "./copy/repository.ts";
import {
  type DeclaredRuby,
  declaredInGemfile,
  declaredInLockfile,
  declaredInRubyVersion,
  declaredInToolVersions,
  rubyFiles,
} from "./declared-ruby.ts";
import { tree } from "./gemfile/edit.ts";
import { gemfilePaths } from "./gemfile/paths.ts";
import { pathGems } from "./lockfile/edit.ts";
import { loadRubyParser, type RubyParser } from "./prism.ts";

/** Everything that the plan depends on besides the app. */
export interface Sources {
  /** Texts of the files that the plan may edit, by paths relative to the app; absent where there is no such file. */
  readonly files: ReadonlyMap<string, string>;
  /** Files that the Gemfile evaluates, as far as it names them; relative to the app. */
  readonly evaluated: readonly string[];
  /** Of gems that are taken from folders; relative to the app. */
  readonly gemspecs: readonly string[];
  /** What of the bundle lies outside of the app's folder. */
  readonly repository: Repository | undefined;
  /** The Rubies that the app asks for. */
  readonly declared: readonly DeclaredRuby[];
  /** Our gem: the folder it is copied from, and its version. */
  readonly gem: { readonly dir: string; readonly version: string };
  /** The runner's, as RubyGems says it: `x86_64-linux`. */
  readonly platform: string;
  /** Groups of gems that are not deployed. */
  readonly without: readonly string[];
  readonly parse: RubyParser;
}

/** @param gemDir the folder that holds `megamode.gemspec` */
export async function readSources(
  app: App,
  options: {
    readonly gemDir: string;
    readonly platform: string;
    readonly without: readonly string[];
  },
): Promise<Sources> {
  const parse = await loadRubyParser();
  const files = new Map<string, string>();
  const read = async (path: string) => {
    const text = await textOf(app.dir, path);
    if (text !== undefined) files.set(path, text);
    return text;
  };
  await read("config/initializers/zz_megamode.rb");
  const lockfile = (await read(app.lockfile)) ?? "";
  const root = dirname(resolve(app.dir, app.gemfile));

  const declared: DeclaredRuby[] = [];
  const folders = pathGems(lockfile).map((path) => resolve(root, path));
  const gemfiles = [app.gemfile];
  // Grows while it is walked: a file that is evaluated may evaluate others.
  for (const path of gemfiles) {
    const source = await read(path);
    if (source === undefined) continue;
    const parsed = tree(source, parse, path);
    const named = gemfilePaths(parsed, resolve(app.dir, path), root);
    folders.push(...named.folders);
    for (const file of named.gemfiles.map((one) => relative(app.dir, one))) {
      if (!gemfiles.includes(file)) gemfiles.push(file);
    }
    declared.push(...declaredInGemfile(parsed, path));
    for (const file of rubyFiles(parsed)) {
      const from = relative(app.dir, resolve(app.dir, dirname(path), file));
      const text = (await textOf(app.dir, from)) ?? "";
      const fromFile = /tool-versions$/.test(file) ? declaredInToolVersions : declaredInRubyVersion;
      declared.push(...fromFile(text, from));
    }
  }
  const evaluated = gemfiles.slice(1).filter((path) => files.has(path));
  declared.push(
    ...declaredInRubyVersion((await textOf(app.dir, ".ruby-version")) ?? "", ".ruby-version"),
    ...declaredInToolVersions((await textOf(app.dir, ".tool-versions")) ?? "", ".tool-versions"),
    ...declaredInLockfile(lockfile, app.lockfile),
  );
  const there = await Promise.all(
    [...new Set(folders)].map(async (path) => ((await isFolder(path)) ? [path] : [])),
  );
  const gemspecs = (await Promise.all(there.flat().map(findGemspecs)))
    .flat()
    .map((path) => relative(app.dir, path));
  for (const path of gemspecs) await read(path);
  const bundleFiles = [app.gemfile, app.lockfile, ...evaluated].filter((path) => files.has(path));
  return {
    files,
    evaluated,
    gemspecs,
    repository: chooseRepository(app.dir, {
      folders: there.flat(),
      files: bundleFiles.map((path) => resolve(app.dir, path)),
    }),
    declared: unique(declared),
    gem: { dir: options.gemDir, version: await gemVersion(options.gemDir) },
    platform: options.platform,
    without: options.without,
    parse,
  };
}

/** Where Bundler looks for them; a folder of gems (`path "engines" do`) has them one below. */
async function findGemspecs(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const below = await Promise.all(
    entries.map(async (entry) =>
      entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules"
        ? await readdir(join(folder, entry.name), { withFileTypes: true })
        : [entry],
    ),
  );
  return below
    .flat()
    .filter((entry) => entry.isFile() && entry.name.endsWith(".gemspec"))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A Gemfile and the file that it names both say it: once is enough. */
function unique(declared: readonly DeclaredRuby[]): readonly DeclaredRuby[] {
  return declared.filter(
    (one, at) =>
      declared.findIndex(({ file, text }) => file === one.file && text === one.text) === at,
  );
}

/** @throws UserError for a file that Bundler could not read either */
async function textOf(dir: string, path: string): Promise<string | undefined> {
  const bytes = await readFile(join(dir, path)).catch(absent);
  if (bytes === undefined) return undefined;
  if (isUtf8(bytes)) return bytes.toString();
  throw new UserError(`\`${path}\` is not UTF-8.`, "Save it as UTF-8, as Bundler reads it.");
}

/** The version stands in one place of the gem, and nowhere here. */
async function gemVersion(dir: string): Promise<string> {
  const gemspec = await readFile(join(dir, "megamode.gemspec"), "utf8");
  const match = /\.version\s*=\s*["']([^"']+)["']/.exec(gemspec);
  if (match !== null) return match[1]!;
  const source = await readFile(join(dir, "lib/megamode/version.rb"), "utf8");
  return /VERSION\s*=\s*["']([^"']+)["']/.exec(source)![1]!;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
  throw error;
}
