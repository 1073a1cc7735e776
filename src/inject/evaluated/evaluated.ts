import { readdir, realpath } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { APP_DIR } from "../../../contract/root.ts";
import type { App } from "../../app/app.ts";
import { parseLockfile, pathRemotes } from "../../app/bundler/lockfile.ts";
import { sha256Hex } from "../../digest.ts";
import { ifThere, readIfThere, readTextIfThere } from "../../files.ts";
import { isInside } from "../../paths.ts";
import { gemfilePaths } from "../gemfile/paths.ts";
import { loadRubyParser, type RubyParser } from "../prism.ts";
import { loadsOf } from "./loads.ts";

/** The app's own code that runs whenever Bundler reads the bundle. */
export interface Evaluated {
  /** Of all its files, by path and content. */
  readonly digest: string;
  /** Whether a Gemfile names a plugin of Bundler: no lockfile says which version of it runs. */
  readonly hasPlugin: boolean;
}

const RUBY = /\.(rb|gemspec|gemfile|ru|rake)$|(^|\/)(Gemfile[^/]*|Rakefile)$/;
const PLUGIN = /^\s*plugin[\s(]+["']/m;

/**
 * Finds the Gemfile, the gemspecs of path gems, and whatever those load, by following the names that are written out.
 * Where a file loads code under a name that is computed, or starts a program other than git, all Ruby files below its
 * folder count. Code outside of the app is the machine's.
 * @param staged the staged app's folder, before Bundler has run in it
 */
export async function findEvaluated(
  staged: string,
  { gemfile, lockfile }: Pick<App, "gemfile" | "lockfile">,
): Promise<Evaluated> {
  const parse = await loadRubyParser();
  const dir = await realpath(staged);
  const all = await rubyFiles(dir);
  const contents = new Map<string, string>();
  let hasPlugin = false;
  const count = async (file: string): Promise<string | undefined> => {
    const bytes = isInside(dir, file) ? await readIfThere(file) : undefined;
    if (bytes !== undefined) contents.set(relative(dir, file), sha256Hex(bytes));
    return bytes?.toString();
  };
  const gemspecsIn = async (folder: string): Promise<readonly string[]> => {
    const real = await ifThere(realpath(folder));
    const isBelow = (path: string) => real !== undefined && isInside(real, path);
    return all.filter((path) => path.endsWith(".gemspec") && isBelow(path));
  };
  const queue = new Set([resolve(dir, gemfile)]);
  const add = (files: readonly string[]) => {
    for (const file of files) queue.add(file);
  };
  for (const folder of await lockedFolders(dir, lockfile)) add(await gemspecsIn(folder));
  // Grows while it is walked.
  for (const file of queue) {
    const text = await count(file);
    if (text === undefined) continue;
    const loads = look(parse, text, file, dirname(resolve(dir, gemfile)));
    hasPlugin ||= loads.plugin;
    for (const folder of loads.folders) add(await gemspecsIn(folder));
    for (const name of loads.code) add(meant(name, file, dir, all));
    for (const name of loads.read) await count(resolve(dirname(file), inStaged(name, dir)));
    if (!loads.computed) continue;
    for (const one of all.filter((path) => isInside(dirname(file), path))) {
      hasPlugin ||= PLUGIN.test((await count(one)) ?? "");
    }
  }
  return { digest: sha256Hex(JSON.stringify([...contents].sort())), hasPlugin };
}

/** What one file loads, and the folders of the path gems that it names. A text that is no Ruby may load anything. */
function look(parse: RubyParser, text: string, file: string, top: string) {
  try {
    const { tree } = parse(text, file);
    return { ...loadsOf(tree, file), ...gemfilePaths(tree, file, top) };
  } catch {
    return { code: [], read: [], computed: true, plugin: PLUGIN.test(text), folders: [] };
  }
}

/** Lists which files of the app a name of code may mean, whatever Ruby's load path is. */
function meant(name: string, file: string, dir: string, all: readonly string[]): readonly string[] {
  const path = inStaged(name, dir);
  const near = [dir, dirname(file)].map((from) => resolve(from, path));
  const end = `/${name.replace(/^(\.{0,2}\/)+/, "")}`;
  return [
    ...near.flatMap((one) => [one, `${one}.rb`]),
    ...all.filter((one) => one.endsWith(end) || one.endsWith(`${end}.rb`)),
  ];
}

/** Children see the staged app at another path. */
function inStaged(path: string, dir: string): string {
  return isInside(APP_DIR, path) ? join(dir, relative(APP_DIR, path)) : path;
}

/** Returns the folders of path gems that the lockfile names; none if there is no lockfile yet. */
async function lockedFolders(dir: string, lockfile: string): Promise<readonly string[]> {
  const text = await readTextIfThere(join(dir, lockfile));
  const remotes = text === undefined ? [] : pathRemotes(parseLockfile(text));
  return remotes.map((remote) => resolve(dir, dirname(lockfile), remote));
}

/** Lists the Ruby files of the app; those of `node_modules` are no part of a bundle. */
async function rubyFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const below = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return /^(node_modules|\.git)$/.test(entry.name) ? [] : rubyFiles(path);
    return RUBY.test(path) ? [path] : [];
  });
  return (await Promise.all(below)).flat();
}
