import { access, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { APP_DIR, BIN_DIR, ROOT } from "../../../contract/root.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { CACHE, listCompiled } from "./compiled-files.ts";

/**
 * Ruby dumps what it has compiled with a field of each `rescue` and loop that it never set, and shares
 * strings with what happens to be loaded; so the same files are compiled once more by a process that has
 * done nothing else, in order, its memory filled alike.
 * https://github.com/ruby/ruby/blob/v3_1_2/compile.c (iseq_set_exception_table: `sp` where `cont` is 0)
 */
const COMPILE = `
GC.disable
require "bootsnap/cli"
exit Bootsnap::CLI.new(["precompile", "--no-yaml", "--jobs", "0", *File.read(ARGV[0]).split("\\0")]).run
`;

/** https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html */
const MEMORY = { GLIBC_TUNABLES: "glibc.malloc.tcache_count=0:glibc.malloc.perturb=90" };

/** The order in which a file system lists a folder is its own affair; bootsnap asks for none. */
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
 * Makes the compile cache's bytes follow from what was compiled alone. A bootsnap that keeps its files in
 * another way has its cache as it is.
 * @param env of the server
 */
export async function makeReproducible(
  root: BuildRoot,
  env: Readonly<Record<string, string | undefined>>,
  log: (line: string) => void,
): Promise<void> {
  const ruby = async (script: string, file: string, more = {}) =>
    (
      await root.shell.run(
        {
          file: `${BIN_DIR}/ruby`,
          args: ["-rbundler/setup", "-e", script, "--", `${ROOT}/${file}`],
          cwd: APP_DIR,
          env: { ...env, ...more },
        },
        log,
      )
    ).status === 0;
  const isThere = (path: string) =>
    access(join(root.backing, path)).then(
      () => true,
      () => false,
    );

  if (await isThere(LOAD_PATH)) await ruby(SORT, LOAD_PATH);
  const compiled = (await listCompiled(root.backing)).filter(({ path }) =>
    path.startsWith(`${ISEQ}/`),
  );
  const sources = compiled.map(({ source }) => source);
  if (sources.length === 0 || sources.includes(undefined)) return;
  const [iseq, first] = [join(root.backing, ISEQ), join(root.backing, CACHE, "first")];
  const list = `${CACHE}/sources`;
  await writeFile(join(root.backing, list), [...sources].sort().join("\0"));
  await rename(iseq, first);
  const done = await ruby(COMPILE, list, MEMORY);
  if (!done) {
    await rm(iseq, { recursive: true, force: true });
    await rename(first, iseq);
  }
  await rm(first, { recursive: true, force: true });
  await rm(join(root.backing, list));
}
