import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { listNames } from "../../files.ts";
import { uselessExtensionFiles } from "./extension-copies.ts";
import { filesBelow } from "./files-below.ts";
import { type InstalledGem, readInstalledGem } from "./installed-gem.ts";
import { moveProgram } from "./programs/move.ts";
import { type BuildMachine, type ProgramsPlan, planPrograms } from "./programs/plan.ts";
import { isForOtherRuby, isPruned } from "./rule.ts";
import { isWholeGem, type WholeGems } from "./whole-gems.ts";

/** How much was removed. */
export interface Pruned {
  readonly files: number;
  readonly bytes: number;
  /** Gems that bring programs for several systems. */
  readonly programs: readonly GemPrograms[];
}

/** What became of a gem's programs. */
export interface GemPrograms extends ProgramsPlan {
  /** The gem's folder. */
  readonly gem: string;
  /** Of the programs for other systems. */
  readonly bytes: number;
}

/**
 * Removes from the vendored gems what no running app reads. Runs before Ruby is packaged, because a removed binary
 * needs no libraries.
 * @param top the folder of one Ruby's gems, `gems/ruby/<abi>`
 * @param abi such as `3.1.0`
 * @param machine the one that builds
 */
export async function pruneGems(
  top: string,
  abi: string,
  whole: WholeGems,
  machine: BuildMachine,
): Promise<Pruned> {
  const doomed: string[] = [];
  const programs: GemPrograms[] = [];
  for (const home of ["gems", "bundler/gems"]) {
    for (const folder of await listNames(join(top, home))) {
      if (isWholeGem(whole, folder)) continue;
      const gem = await readInstalledGem(top, home, folder);
      if (gem === undefined) continue;
      const dir = join(top, home, folder);
      const { useless, left } = await uselessFiles(dir, gem, abi);
      const plan = planPrograms(dir, left, machine);
      for (const one of plan.moved) await moveProgram(dir, one);
      doomed.push(...[...useless, ...plan.foreign].map((path) => join(dir, path)));
      const bytes = await sizeOf(plan.foreign.map((path) => join(dir, path)));
      if (plan.foreign.length + plan.moved.length + plan.unsuited.length > 0) {
        programs.push({ gem: folder, bytes, ...plan });
      }
    }
  }
  for (const platform of await listNames(join(top, "extensions"))) {
    doomed.push(...(await uselessExtensionFiles(top, platform, whole)));
  }
  const bytes = await sizeOf(doomed);
  for (const path of doomed) await rm(path);
  // Written by `gem install`, for `gem` and `ri`.
  for (const folder of ["doc", "build_info"]) {
    await rm(join(top, folder), { recursive: true, force: true });
  }
  for (const folder of await listNames(top)) await removeEmpty(join(top, folder));
  return { files: doomed.length, bytes, programs };
}

/** Divides a gem's files. Paths are relative to its folder. */
async function uselessFiles(
  dir: string,
  gem: InstalledGem,
  abi: string,
): Promise<{ readonly useless: readonly string[]; readonly left: readonly string[] }> {
  const paths = await filesBelow(dir);
  const all = new Set(paths);
  const isUseless = (path: string) => isPruned(path, gem, paths) || isForOtherRuby(path, abi, all);
  const useless = new Set(paths.filter(isUseless));
  return { useless: [...useless], left: paths.filter((path) => !useless.has(path)) };
}

async function sizeOf(files: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const file of files) bytes += (await lstat(file)).size;
  return bytes;
}

/** Removes a folder that holds nothing but empty folders, and such folders in any other. */
async function removeEmpty(dir: string): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true });
  for (const entry of entries) {
    if (entry.isDirectory()) await removeEmpty(join(dir, entry.name));
  }
  if ((await readdir(dir)).length === 0) await rmdir(dir);
}
