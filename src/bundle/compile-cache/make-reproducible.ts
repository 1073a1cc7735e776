import { rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { APP_DIR, BIN_DIR, ROOT } from "../../../contract/root.ts";
import { ifThere } from "../../files.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { CACHE, listCompiled } from "./compiled-files.ts";

/**
 * Compiles files in a process of its own. What Ruby dumps of compiled code holds a field of each `rescue` and
 * loop that was never set, and shares strings with whatever else is loaded. So the process does nothing else,
 * takes the files in order, and has its fresh memory filled with a fixed byte.
 * https://github.com/ruby/ruby/blob/v3_1_2/compile.c (iseq_set_exception_table: `sp` where `cont` is 0)
 */
const COMPILE = `
GC.disable
require "bootsnap/cli"
exit Bootsnap::CLI.new(["precompile", "--no-yaml", "--jobs", "0", *File.read(ARGV[0]).split("\\0")]).run
`;

/** https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html */
const MEMORY = { GLIBC_TUNABLES: "glibc.malloc.tcache_count=0:glibc.malloc.perturb=90" };

/** Sorts bootsnap's lists of folders, which are in whatever order the file system gave. */
const SORT = `
require "msgpack"
file = ARGV.first
sorted = lambda do |value|
  next value.transform_values(&sorted) if value.is_a?(Hash)
  next value unless value.is_a?(Array)
  value.all?(String) ? value.sort : value.map(&sorted)
end
File.binwrite(file, MessagePack.dump(sorted.(MessagePack.load(File.binread(file)))))
`;

const ISEQ = `${CACHE}/bootsnap/compile-cache-iseq`;
const LOAD_PATH = `${CACHE}/bootsnap/load-path-cache`;

/**
 * Makes the bytes of the compile cache depend on the compiled files alone. The cache of a bootsnap that names
 * its files in another way stays as it is.
 * @param env of the server
 */
export async function makeReproducible(
  root: Pick<BuildRoot, "backing" | "shell">,
  env: Readonly<Record<string, string | undefined>>,
  log: (line: string) => void,
): Promise<void> {
  const runRuby = (script: string, file: string, more = {}) =>
    root.shell.run(
      {
        file: `${BIN_DIR}/ruby`,
        args: ["-rbundler/setup", "-e", script, "--", `${ROOT}/${file}`],
        cwd: APP_DIR,
        env: { ...env, ...more },
      },
      log,
    );

  if (await ifThere(stat(join(root.backing, LOAD_PATH)))) await runRuby(SORT, LOAD_PATH);
  const compiled = (await listCompiled(root.backing)).filter(({ path }) =>
    path.startsWith(`${ISEQ}/`),
  );
  const sources = compiled.map(({ source }) => source);
  if (sources.length === 0 || sources.includes(undefined)) return;
  const list = `${CACHE}/sources`;
  await writeFile(join(root.backing, list), sources.sort().join("\0"));
  const iseq = join(root.backing, ISEQ);
  const first = join(root.backing, CACHE, "first");
  await rename(iseq, first);
  const { status } = await runRuby(COMPILE, list, MEMORY);
  if (status === 0) {
    await rm(first, { recursive: true });
  } else {
    await rm(iseq, { recursive: true, force: true });
    await rename(first, iseq);
  }
  await rm(join(root.backing, list));
}
