import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { listFiles, replaceFile } from "../../files.ts";
import type { Seed } from "../closure/closure.ts";
import { copyTree } from "../copy-tree.ts";
import { isElf, parseElf } from "../elf/parse.ts";
import { fits, type Rewrite, rewritePaths } from "../rewrite-paths.ts";
import type { Carried } from "./carried.ts";
import { leftOutOfCarried } from "./plan.ts";

/** A module that a library loads by its path, in the place to which it was copied. */
export interface Module extends Seed {
  readonly file: string;
}

/**
 * Copies what the libraries read or load by a path of their own.
 * @returns what this machine has of it, and the modules among that, whose libraries travel too
 */
export async function carryData(
  planned: readonly Carried[],
  backing: string,
): Promise<{ readonly carried: readonly Carried[]; readonly modules: readonly Module[] }> {
  const carried: Carried[] = [];
  const modules: Module[] = [];
  for (const one of planned) {
    const targets: string[] = [];
    for (const { from, to } of one.copies) {
      const target = join(backing, relative(ROOT, to));
      if (!(await copyTree(from, target, leftOutOfCarried))) continue;
      await relocateIndexes(target, one.rewrite);
      targets.push(target);
    }
    // A path to nothing would hide what the other machine may have.
    if (one.copies.length > 0 && targets.length === 0) continue;
    carried.push(one);
    for (const target of targets) modules.push(...(await findModules(target, backing)));
  }
  return { carried, modules };
}

async function findModules(folder: string, backing: string): Promise<readonly Module[]> {
  const modules: Module[] = [];
  for (const file of (await listFiles(folder)).filter((name) => name.endsWith(".so"))) {
    const bytes = await readFile(file);
    const elf = isElf(bytes) ? parseElf(bytes) : undefined;
    const path = join(ROOT, relative(backing, file));
    if (elf) modules.push({ path, file, bytes, elf, label: `module \`${path}\``, required: false });
  }
  return modules;
}

/**
 * Files beside modules that hold the folder that they were made for: glibc's index of its character sets, and
 * libtool's `.la` files, by which ImageMagick loads its coders.
 */
async function relocateIndexes(folder: string, rewrite: Rewrite | undefined): Promise<void> {
  if (!rewrite || !fits(rewrite)) return;
  for (const file of await listFiles(folder)) {
    if (!/\/gconv-modules\.cache$|\.(la|xml)$/.test(file)) continue;
    const bytes = await readFile(file);
    if (rewritePaths(bytes, [rewrite]).some((count) => count > 0)) await replaceFile(file, bytes);
  }
}
