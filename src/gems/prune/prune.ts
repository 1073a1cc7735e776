import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { listNames } from "../../files.ts";
import { uselessExtensionFiles } from "./extension-copies.ts";
import { filesBelow } from "./files-below.ts";
import { type InstalledGem, readInstalledGem } from "./installed-gem.ts";
import { isForOtherRuby, isPruned } from "./rule.ts";
import { isWholeGem, type WholeGems } from "./whole-gems.ts";

/** How much was removed. */
export interface Pruned {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Removes from the vendored gems what no running app reads. Runs before Ruby is packaged, because a removed binary
 * needs no libraries.
 * @param top the folder of one Ruby's gems, `gems/ruby/<abi>`
 * @param abi such as `3.1.0`
 */
export async function pruneGems(top: string, abi: string, whole: WholeGems): Promise<Pruned> {
  const doomed: string[] = [];
  for (const home of ["gems", "bundler/gems"]) {
    for (const folder of await listNames(join(top, home))) {
      if (isWholeGem(whole, folder)) continue;
      const gem = await readInstalledGem(top, home, folder);
      if (gem) doomed.push(...(await uselessFiles(join(top, home, folder), gem, abi)));
    }
  }
  for (const platform of await listNames(join(top, "extensions"))) {
    doomed.push(...(await uselessExtensionFiles(top, platform, whole)));
  }
  let bytes = 0;
  for (const path of doomed) {
    bytes += (await lstat(path)).size;
    await rm(path);
  }
  // Written by `gem install`, for `gem` and `ri`.
  for (const folder of ["doc", "build_info"]) {
    await rm(join(top, folder), { recursive: true, force: true });
  }
  for (const folder of await listNames(top)) await removeEmpty(join(top, folder));
  return { files: doomed.length, bytes };
}

async function uselessFiles(
  dir: string,
  gem: InstalledGem,
  abi: string,
): Promise<readonly string[]> {
  const paths = await filesBelow(dir);
  const all = new Set(paths);
  return paths
    .filter((path) => isPruned(path, gem, paths) || isForOtherRuby(path, abi, all))
    .map((path) => join(dir, path));
}

/** Removes a folder that holds nothing but empty folders, and such folders in any other. */
async function removeEmpty(dir: string): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true });
  for (const entry of entries) {
    if (entry.isDirectory()) await removeEmpty(join(dir, entry.name));
  }
  if ((await readdir(dir)).length === 0) await rmdir(dir);
}
