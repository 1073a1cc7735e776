import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { ROOT } from "../../contract/root.ts";
import { type Carried, leftOutOfCarried } from "./carried.ts";
import type { Seed } from "./closure.ts";
import { copyTree } from "./copy.ts";
import { isElf, parseElf } from "./elf-parse.ts";
import { listFiles, replaceFile } from "./files.ts";
import { fits, type Rewrite, rewritePaths } from "./rewrite.ts";

/** A module that a library loads by its path, in the place to which it was copied. */
export interface Module extends Seed {
  readonly file: string;
}

/**
 * Copies what the libraries read or load by a path of their own.
 * @returns the modules among it, whose libraries travel too
 */
export async function carryData(
  carried: readonly Carried[],
  backing: string,
): Promise<readonly Module[]> {
  const modules: Module[] = [];
  const copied = new Set<string>();
  for (const { from, to } of carried.flatMap(({ copies }) => copies)) {
    const target = join(backing, relative(ROOT, to));
    if (copied.has(to) || !(await copyTree(from, target, leftOutOfCarried))) continue;
    copied.add(to);
    await relocateIndex(join(target, "gconv-modules.cache"), { from, to });
    for (const file of (await listFiles(target)).filter((name) => name.endsWith(".so"))) {
      const bytes = readFileSync(file);
      const elf = isElf(bytes) ? parseElf(bytes) : undefined;
      const path = join(ROOT, relative(backing, file));
      if (elf) modules.push({ path, file, bytes, elf, label: `module \`${path}\`` });
    }
  }
  return modules;
}

/** glibc's index of its character sets holds the folder that it was made for. */
async function relocateIndex(file: string, rewrite: Rewrite): Promise<void> {
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes || !fits(rewrite)) return;
  rewritePaths(bytes, [rewrite]);
  await replaceFile(file, bytes);
}
