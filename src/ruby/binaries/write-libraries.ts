import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { LIB_DIR, ROOT } from "../../../contract/root.ts";
import { UserError } from "../../errors.ts";
import type { Carried } from "../carried/carried.ts";
import { rewritesOf } from "../carried/plan.ts";
import type { Library } from "../closure/closure.ts";
import type { Read } from "../closure/search.ts";
import { LOADER, relocateElf } from "../elf/relocate.ts";
import { relocateLoader } from "../elf/relocate-loader.ts";
import { stripElf } from "../elf/strip.ts";
import type { Layout } from "../interpreter/layout.ts";
import { rewritePaths } from "../rewrite-paths.ts";

/**
 * Writes the libraries into the root, relocated and stripped.
 * @returns the carried data whose path was found in no library: its variables have to be set
 */
export async function writeLibraries(
  libraries: readonly Library[],
  layout: Pick<Layout, "rewrites">,
  carried: readonly Carried[],
  backing: string,
): Promise<readonly Carried[]> {
  const replaced = new Set<Carried>();
  const folder = join(backing, relative(ROOT, LIB_DIR));
  await mkdir(folder, { recursive: true });
  for (const { name, bytes, elf } of libraries) {
    relocateElf(bytes, elf, LIB_DIR);
    if (name.startsWith("libruby")) rewritePaths(bytes, layout.rewrites);
    for (const { one, rewrite } of rewritesOf(carried, name)) {
      if (rewritePaths(bytes, [rewrite])) replaced.add(one);
    }
    await writeFile(join(folder, name), stripElf(bytes), { mode: 0o644 });
  }
  return carried.filter((one) => !replaced.has(one));
}

/**
 * Writes the dynamic loader into the root, changed so that it knows no folder but ours.
 * @param path the executable's PT_INTERP
 */
export async function writeLoader(path: string, read: Read, backing: string): Promise<void> {
  const bytes = read(path);
  if (!bytes) {
    throw new UserError(
      `The dynamic loader \`${path}\`, which Ruby names, cannot be read.`,
      'Let the job\'s user read it: `ldd "$(which ruby)"` shows whether Ruby itself can.',
    );
  }
  relocateLoader(bytes);
  // The kernel starts it, so it has to be executable.
  await writeFile(join(backing, relative(ROOT, LOADER)), bytes, { mode: 0o755 });
}
