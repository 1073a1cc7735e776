import { readdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { APP_DIR, COMPILE_CACHE_DIR, ROOT } from "../../../contract/root.ts";

/** The compile cache in a list of the root's folders. */
export const CACHE = relative(ROOT, COMPILE_CACHE_DIR);

/** Tests of paths relative to the root: what of the compile cache is no part of an archive. */
export interface CompiledParts {
  readonly leftOutOfGems: (path: string) => boolean;
  readonly leftOutOfApp: (path: string) => boolean;
}

/**
 * Parts the compile cache: the app's own, and its list of all paths, go into its archive, so that a changed
 * view does not ship ten megabytes of compiled gems again. Of a bootsnap that names its files in another
 * way all is the app's, which costs no more than that.
 * @param backing folder of the root on this machine
 * @param kept what the gems' archive holds, where that was packed by an earlier build
 */
export async function partCompileCache(
  backing: string,
  kept?: readonly Compiled[],
): Promise<CompiledParts> {
  const [gems, app] = [new Set<string>(), new Set<string>()];
  const known = kept && new Set(kept.map(({ path }) => path));
  for (const { path, source } of await listCompiled(backing)) {
    const isOfApp = source === undefined || source.startsWith(`${APP_DIR}/`);
    const part = (known ? !known.has(path) : isOfApp) ? app : gems;
    for (let at = path; at !== "."; at = dirname(at)) part.add(at);
  }
  const leftOut = (part: ReadonlySet<string>) => (path: string) =>
    (path === CACHE || path.startsWith(`${CACHE}/`)) && !part.has(path);
  return { leftOutOfGems: leftOut(gems), leftOutOfApp: leftOut(app) };
}

/** A file of the compile cache. */
export interface Compiled {
  /** Relative to the root. */
  readonly path: string;
  /** What it was made from; undefined where that is not known. */
  readonly source: string | undefined;
}

/** All files of the compile cache. */
export async function listCompiled(backing: string): Promise<readonly Compiled[]> {
  const compiled = await filesBelow(backing, CACHE);
  if (compiled.length === 0) return [];
  const sources = new Map<string, string>();
  for (const folder of ["app", "gems", "lib", "ruby"]) {
    for (const path of await filesBelow(backing, folder)) {
      const source = join(ROOT, path);
      sources.set(compiledName(source), source);
    }
  }
  return compiled.map((path) => ({
    path,
    source: sources.get(path.split("/").slice(-2).join("/")),
  }));
}

/**
 * The last two parts of the name under which bootsnap keeps a file: FNV-1a of its path.
 * https://github.com/rails/bootsnap/blob/v1.18.4/ext/bootsnap/bootsnap.c (bs_cache_path)
 */
export function compiledName(path: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(path)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  const hex = hash.toString(16).padStart(16, "0");
  return `${hex.slice(0, 2)}/${hex.slice(2)}`;
}

async function filesBelow(backing: string, folder: string): Promise<readonly string[]> {
  const top = join(backing, folder);
  const entries = await readdir(top, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(backing, join(parentPath, name)));
}
