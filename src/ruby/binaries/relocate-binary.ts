import { dirname, join, relative } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { replaceFile } from "../../files.ts";
import { relocateElf } from "../elf/relocate.ts";
import { stripElf } from "../elf/strip.ts";
import { type Rewrite, rewritePaths } from "../rewrite-paths.ts";
import type { Binary } from "./binary.ts";

export interface Relocation {
  /** Paths that are compiled in; only Ruby's own binaries have some. */
  readonly rewrites?: readonly Rewrite[];
  /** It is started: it has to find its libraries by itself. */
  readonly isProgram?: boolean;
  /** Nothing is stripped. An executable never is. */
  readonly isWhole?: boolean;
}

/**
 * Makes a binary of the backing folder find its libraries below the root, and strips it.
 * @throws Error for a program that has no room for the path of its libraries
 */
export async function relocateBinary(
  { bytes, elf, file, path }: Binary,
  backing: string,
  { rewrites = [], isProgram = false, isWhole = false }: Relocation = {},
): Promise<void> {
  const isRewritten = rewritePaths(bytes, rewrites);
  const isMoved = relocateElf(bytes, elf, dirname(join(ROOT, relative(backing, file))));
  if (isProgram && !isMoved) {
    throw new Error(`\`${path}\` has no room for the path of its libraries.`);
  }
  const next = elf.executable || isWhole ? bytes : stripElf(bytes);
  if (isRewritten || isMoved || next !== bytes) await replaceFile(file, next);
}
