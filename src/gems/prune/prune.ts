import { lstat, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { sha256OfFile } from "../../digest.ts";
import { gemName, type InstalledGem, isForOtherRuby, isPruned, requirePathsOf } from "./rule.ts";

/** What pruning came to. */
export interface Pruned {
  readonly files: number;
  readonly bytes: number;
}

/** Gems that are packed whole, by name; `*`: all. */
export type KeptGems = readonly string[];

export function isKept(kept: KeptGems, folder: string): boolean {
  return kept.includes("*") || kept.includes(gemName(folder));
}

/**
 * Removes from the vendored gems what an app that runs cannot come to read. Before Ruby is packaged: what
 * goes needs no libraries.
 * @param top the folder of one Ruby's gems, `gems/ruby/<abi>`
 * @param abi such as `3.1.0`
 */
export async function pruneGems(top: string, abi: string, kept: KeptGems): Promise<Pruned> {
  const doomed: string[] = [];
  for (const home of ["gems", "bundler/gems"]) {
    for (const folder of await names(join(top, home))) {
      if (isKept(kept, folder)) continue;
      const gem = await readGem(top, home, folder);
      if (gem) doomed.push(...(await uselessOf(join(top, home, folder), gem, abi)));
    }
  }
  for (const folder of await names(join(top, "extensions"))) {
    doomed.push(...(await twins(top, join("extensions", folder), kept)));
  }
  let bytes = 0;
  for (const path of doomed) {
    bytes += (await lstat(path)).size;
    await rm(path);
  }
  // Written by `gem install`, for `gem` and `ri`.
  for (const folder of ["doc", "build_info"])
    await rm(join(top, folder), { recursive: true, force: true });
  for (const folder of await names(top)) await removeEmpty(join(top, folder));
  return { files: doomed.length, bytes };
}

/** undefined where a checkout holds several gems, or one whose folders are not known. */
async function readGem(
  top: string,
  home: string,
  folder: string,
): Promise<InstalledGem | undefined> {
  const name = gemName(folder);
  const file =
    home === "gems"
      ? join(top, "specifications", `${folder}.gemspec`)
      : join(top, home, folder, `${name}.gemspec`);
  const specification = await readFile(file, "utf8").catch(() => undefined);
  return specification === undefined
    ? undefined
    : { name, requirePaths: requirePathsOf(specification) };
}

async function uselessOf(dir: string, gem: InstalledGem, abi: string): Promise<readonly string[]> {
  const paths = await filesBelow(dir);
  const all = new Set(paths);
  return paths
    .filter((path) => isPruned(path, gem, paths) || isForOtherRuby(path, abi, all))
    .map((path) => join(dir, path));
}

/**
 * RubyGems installs an extension twice, in `extensions/` and in the gem's first require path. Ruby looks in
 * both, so the first of two equal ones can go.
 */
async function twins(top: string, folder: string, kept: KeptGems): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of await filesBelow(join(top, folder))) {
    const [, gem = "", file = ""] = /^[^/]+\/([^/]+)\/(.*)$/.exec(path) ?? [];
    const here = join(top, folder, path);
    if (file === "" || file === "gem.build_complete" || isKept(kept, gem)) continue;
    if (file.endsWith(".h")) found.push(here);
    if (!file.endsWith(".so")) continue;
    const installed = await readGem(top, "gems", gem);
    const there = join(top, "gems", gem, installed?.requirePaths[0] ?? "lib", file);
    if ((await digest(here)) === (await digest(there))) found.push(here);
  }
  return found;
}

function digest(file: string): Promise<string | undefined> {
  return sha256OfFile(file).catch(() => undefined);
}

/** Files and links below a folder, as paths relative to it. */
async function filesBelow(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + 1))
    .sort();
}

async function names(dir: string): Promise<readonly string[]> {
  return (await readdir(dir).catch(() => [])).sort();
}

/** @returns whether the folder itself is gone */
async function removeEmpty(dir: string): Promise<boolean> {
  const entries = await readdir(dir, { withFileTypes: true });
  let left = entries.length;
  for (const entry of entries) {
    if (entry.isDirectory() && (await removeEmpty(join(dir, entry.name)))) left -= 1;
  }
  if (left > 0) return false;
  await rmdir(dir);
  return true;
}
