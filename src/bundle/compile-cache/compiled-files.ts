import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import {
  APP_DIR,
  APP_PACK_DIR,
  CODE_PACK_DIR,
  COMPILE_CACHE_DIR,
  ROOT,
} from "../../../contract/root.ts";
import { ifThere } from "../../files.ts";
import { isInside } from "../../paths.ts";

/** The compile cache in a list of the root's folders. */
export const CACHE = relative(ROOT, COMPILE_CACHE_DIR);

/** The folder of the pack of the app's own files, relative to the root. */
export const APP_PACK = relative(ROOT, APP_PACK_DIR);

/** The folder of the code pack, relative to the root. */
export const CODE_PACK = relative(ROOT, CODE_PACK_DIR);

const ISEQ = `${CACHE}/bootsnap/compile-cache-iseq`;

/** A file of the compile cache. */
export interface Compiled {
  /** Relative to the root. */
  readonly path: string;
  /** What it was compiled from; undefined if that is not known. */
  readonly source: string | undefined;
}

/** Lists all files of the compile cache. */
export async function listCompiled(backing: string): Promise<readonly Compiled[]> {
  const compiled = await filesBelow(backing, CACHE);
  if (compiled.length === 0) return [];
  const sources = new Map<string, string>();
  for (const path of [...(await filesBelow(backing, "app")), ...(await listSourceFiles(backing))]) {
    const source = join(ROOT, path);
    sources.set(compiledName(source), source);
  }
  return compiled.map((path) => ({
    path,
    source: sources.get(path.split("/").slice(-2).join("/")),
  }));
}

/** Lists all regular files of the gems and of Ruby, relative to the root; no links, and nothing behind one. */
export async function listSourceFiles(backing: string): Promise<readonly string[]> {
  const lists = ["gems", "lib", "ruby"].map((folder) => filesBelow(backing, folder));
  return (await Promise.all(lists)).flat();
}

/** Lists the Ruby files that were compiled, as far as their sources are known: those that are regular files now. */
export async function listSources(backing: string): Promise<readonly string[]> {
  const compiled = await listCompiled(backing);
  const sources = compiled
    .filter(({ path }) => path.startsWith(`${ISEQ}/`))
    .map(({ source }) => source);
  return [...new Set(sources)].filter((source) => source !== undefined);
}

/** Whether a source is the app's own; the others are of the gems or of Ruby. */
export function isOfApp(source: string): boolean {
  return isInside(APP_DIR, source);
}

/**
 * The last two parts of the name under which bootsnap stores a compiled file: FNV-1a of its source's path.
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
  const entries = (await ifThere(readdir(top, { recursive: true, withFileTypes: true }))) ?? [];
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(backing, join(parentPath, name)));
}
