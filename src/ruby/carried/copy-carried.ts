import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { listFiles, replaceFile } from "../../files.ts";
import { type Binary, readBinary } from "../binaries/binary.ts";
import { copyTree } from "../copy-tree.ts";
import { fits, type Rewrite, rewritePaths } from "../rewrite-paths.ts";
import type { Carried } from "./carried.ts";
import type { CopiedData } from "./closure-with-modules.ts";
import { leftOutOfCarried } from "./plan.ts";

/**
 * Copies what the libraries read or load by a path that they know.
 * @returns what this machine has of it, and the modules among that, whose libraries travel too
 */
export async function copyCarried(
  planned: readonly Carried[],
  backing: string,
): Promise<CopiedData> {
  const carried: Carried[] = [];
  const modules: Binary[] = [];
  for (const one of planned) {
    const targets: string[] = [];
    for (const { from, to } of one.copies) {
      const target = join(backing, relative(ROOT, to));
      if (!(await copyTree(from, target, leftOutOfCarried))) continue;
      await relocateIndexes(target, one.rewrite);
      targets.push(target);
    }
    // A new path to nothing would hide what Lambda may have at the old path.
    const isAbsentHere = one.copies.length !== 0 && targets.length === 0;
    if (isAbsentHere) continue;
    carried.push(one);
    for (const target of targets) modules.push(...(await findModules(target, backing)));
  }
  return { carried, modules };
}

async function findModules(folder: string, backing: string): Promise<readonly Binary[]> {
  const files = (await listFiles(folder)).filter((file) => file.endsWith(".so"));
  const modules = await Promise.all(
    files.map((file) => {
      const path = join(ROOT, relative(backing, file));
      return readBinary({ path, file, label: `module \`${path}\``, required: false });
    }),
  );
  return modules.filter((module) => module !== undefined);
}

/**
 * Corrects the folder in files that describe modules: glibc's index of its character sets, and libtool's `.la`
 * files, by which ImageMagick loads its coders.
 */
async function relocateIndexes(folder: string, rewrite: Rewrite | undefined): Promise<void> {
  if (!rewrite || !fits(rewrite)) return;
  for (const file of await listFiles(folder)) {
    if (!/\/gconv-modules\.cache$|\.(la|xml)$/.test(file)) continue;
    const bytes = await readFile(file);
    if (rewritePaths(bytes, [rewrite])) await replaceFile(file, bytes);
  }
}
