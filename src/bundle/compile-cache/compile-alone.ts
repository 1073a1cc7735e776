import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { listFiles } from "../../files.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { Command } from "../../ports/shell.ts";
import { CACHE } from "./compiled-files.ts";

/** Where the process writes: empty before, gone afterwards. */
const OWN = `${CACHE}/alone`;
const LIST = `${CACHE}/sources`;

/** https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html */
const MEMORY = "glibc.malloc.tcache_count=0:glibc.malloc.perturb=90";

/**
 * What Ruby dumps of compiled code holds a field of each `rescue` and loop that was never set, and shares strings with
 * whatever else is loaded. So the process does nothing else, takes the files in order, and has its fresh memory filled
 * with a fixed byte.
 * https://github.com/ruby/ruby/blob/v3_1_2/compile.c (iseq_set_exception_table: `sp` where `cont` is 0)
 */
export const COMPILE = `
GC.disable
require "bootsnap/cli"
exit Bootsnap::CLI.new(["precompile", "--no-yaml", "--jobs", "0", *File.read(ARGV[0]).split("\\0")]).run
`;

/** What the process needs besides its command: where to write, and how its memory is filled. */
export const COMPILER = {
  BOOTSNAP_CACHE_DIR: `${ROOT}/${OWN}`,
  BOOTSNAP_READONLY: "false",
  GLIBC_TUNABLES: MEMORY,
} as const;

/**
 * Compiles files in a process of its own, and puts what it made in the place of what there was. Compiling a file does
 * not run it. If it fails, the cache stays as it is.
 * @param sources absolute, as the process sees them
 * @param compiler makes the command from the path of the list of sources
 * @returns what it made, relative to the root
 */
export async function compileAlone(
  { backing, shell }: Pick<BuildRoot, "backing" | "shell">,
  sources: readonly string[],
  compiler: (list: string) => Command,
  log: (line: string) => void,
): Promise<readonly string[]> {
  if (sources.length === 0) return [];
  const own = join(backing, OWN);
  await rm(own, { recursive: true, force: true });
  await mkdir(own, { recursive: true });
  await rm(join(backing, LIST), { recursive: true, force: true });
  await writeFile(join(backing, LIST), [...sources].sort().join("\0"), { flag: "wx" });
  const { status } = await shell.run(compiler(`${ROOT}/${LIST}`), log);
  const made: string[] = [];
  for (const file of status === 0 ? await listFiles(own) : []) {
    const path = join(CACHE, relative(own, file));
    await rm(join(backing, path), { recursive: true, force: true });
    await mkdir(dirname(join(backing, path)), { recursive: true });
    await rename(file, join(backing, path));
    made.push(path);
  }
  await rm(own, { recursive: true });
  await rm(join(backing, LIST));
  return made;
}
