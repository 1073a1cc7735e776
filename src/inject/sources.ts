import { lstat } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import type { App } from "../app/app.ts";
import { type Lockfile, parseLockfile, pathRemotes } from "../app/bundler/lockfile.ts";
import { chooseRepository, type Repository } from "./copy/repository.ts";
import type { DeclaredRuby } from "./declared-ruby/declared-ruby.ts";
import { readDeclaredRubies } from "./declared-ruby/read.ts";
import { findGemspecs } from "./gemfile/find-gemspecs.ts";
import { readGemfiles } from "./gemfile/read.ts";
import { type OurGem, readOurGem } from "./our-gem.ts";
import { loadRubyParser, type RubyParser } from "./prism.ts";
import { readText } from "./read-text.ts";
import type { RubySource } from "./ruby-source.ts";

/** Everything that the plan depends on besides the app. Each file is read and parsed once, for all of the plan. */
export interface Sources {
  /** If the app has none: the one for an app that is only a rackup file. */
  readonly gemfile: RubySource;
  readonly hasGemfile: boolean;
  /** Files that the Gemfile evaluates, if they can be known without running it. */
  readonly evaluated: readonly RubySource[];
  readonly lockfile: Lockfile | undefined;
  /** Of gems that are taken from folders. Not parsed: only some plans edit them. */
  readonly gemspecs: readonly Pick<RubySource, "path" | "text">[];
  /** The text at `INITIALIZER_PATH`: an app that was injected before has it. */
  readonly initializer: string | undefined;
  /** What of the bundle lies outside of the app's folder. */
  readonly repository: Repository | undefined;
  /** The Rubies that the app asks for. */
  readonly declared: readonly DeclaredRuby[];
  readonly gem: OurGem;
  /** The runner's, as RubyGems says it: `x86_64-linux`. */
  readonly platform: string;
  /** Groups of gems that are not deployed. */
  readonly without: readonly string[];
  /** Checks what was edited. */
  readonly parse: RubyParser;
}

/** Its name comes after those of the app's own initializers, which Rails loads in the order of their names. */
export const INITIALIZER_PATH = "config/initializers/zz_megamode.rb";

/**
 * Reads what the plan depends on. The checkout is only read.
 * @param options.gemDir the folder that holds `megamode.gemspec`
 */
export async function readSources(
  app: App,
  options: {
    readonly gemDir: string;
    readonly platform: string;
    readonly without: readonly string[];
  },
): Promise<Sources> {
  const parse = await loadRubyParser();
  const lockfile = await readLockfile(app);
  const { gemfile, hasGemfile, evaluated, folders } = await readGemfiles(app, parse);
  const pathGems = await existing([...lockedFolders(app, lockfile), ...folders]);
  const bundleFiles = [
    ...(hasGemfile ? [app.gemfile] : []),
    ...(lockfile === undefined ? [] : [app.lockfile]),
    ...evaluated.map(({ path }) => path),
  ];
  return {
    gemfile,
    hasGemfile,
    evaluated,
    lockfile,
    gemspecs: await readGemspecs(app.dir, pathGems),
    initializer: await readText(app.dir, INITIALIZER_PATH),
    repository: chooseRepository(app.dir, {
      folders: pathGems,
      files: bundleFiles.map((path) => resolve(app.dir, path)),
    }),
    declared: await readDeclaredRubies(app.dir, [gemfile, ...evaluated], {
      path: app.lockfile,
      content: lockfile,
    }),
    gem: await readOurGem(options.gemDir),
    platform: options.platform,
    without: options.without,
    parse,
  };
}

async function readLockfile({ dir, lockfile }: App): Promise<Lockfile | undefined> {
  const text = await readText(dir, lockfile);
  return text === undefined ? undefined : parseLockfile(text);
}

/** Returns the folders of path gems that the lockfile names, absolute. */
function lockedFolders({ dir, gemfile }: App, lockfile: Lockfile | undefined): readonly string[] {
  if (lockfile === undefined) return [];
  return pathRemotes(lockfile).map((path) => resolve(dir, dirname(gemfile), path));
}

/** Leaves out folders that do not exist, and links. */
async function existing(folders: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    [...new Set(folders)].map(async (path) => {
      const stat = await lstat(path).catch(() => undefined);
      return stat?.isDirectory() ? [path] : [];
    }),
  );
  return found.flat();
}

async function readGemspecs(
  appDir: string,
  folders: readonly string[],
): Promise<Sources["gemspecs"]> {
  const found = (await Promise.all(folders.map(findGemspecs))).flat();
  return await Promise.all(
    [...new Set(found)].map(async (file) => {
      const path = relative(appDir, file);
      return { path, text: (await readText(appDir, path))! };
    }),
  );
}
