import { dirname, join, relative } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { replaceFile } from "../../files.ts";
import { relocateElf } from "../elf/relocate.ts";
import { stripElf } from "../elf/strip.ts";
import { type Rewrite, rewritePaths } from "../rewrite-paths.ts";
import type { Binary } from "./binary.ts";

export interface Relocation {
  /** Paths to replace; only Ruby's own binaries have such paths compiled in. */
  readonly rewrites?: readonly Rewrite[];
  /** Whether it is left unstripped, as every executable is. */
  readonly isWhole?: boolean | undefined;
}

/**
 * Makes a binary of the backing folder find its libraries below the root, and strips it.
 * @returns whether its search path changed
 */
export async function relocateBinary(
  { bytes, elf, file }: Binary,
  backing: string,
  { rewrites = [], isWhole = false }: Relocation = {},
): Promise<boolean> {
  const isRewritten = rewritePaths(bytes, rewrites);
  const isMoved = relocateElf(bytes, elf, dirname(join(ROOT, relative(backing, file))));
  const next = elf.executable || isWhole ? bytes : stripElf(bytes);
  if (isRewritten || isMoved || next !== bytes) await replaceFile(file, next);
  return isMoved;
}

/**
 * Like `relocateBinary()`, for a binary that is started as a process, and so has to find its libraries by itself.
 * @throws Error for a program that has no room for the path of its libraries
 */
export async function relocateProgram(
  binary: Binary,
  backing: string,
  rewrites: readonly Rewrite[] = [],
): Promise<void> {
  if (await relocateBinary(binary, backing, { rewrites })) return;
  throw new Error(`\`${binary.path}\` has no room for the path of its libraries.`);
}
