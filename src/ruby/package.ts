import { readFileSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { BIN_DIR, LIB_DIR, ROOT } from "../../contract/root.ts";
import { type Carried, LOADED_BY_NAME, planCarried, rewritesOf } from "./carried.ts";
import { carryData } from "./carry.ts";
import { type Library, resolveClosure } from "./closure.ts";
import { LOADER, relocateElf } from "./elf-edit.ts";
import { replaceFile } from "./files.ts";
import { findGemBinaries } from "./gem-files.ts";
import type { RubyInstallation } from "./inspect.ts";
import { type Layout, planLayout } from "./layout.ts";
import { relocateLoader } from "./loader.ts";
import { assertNoneMissing } from "./missing.ts";
import { rewritePaths } from "./rewrite.ts";
import { copyRuby, type RubyBinary } from "./ruby-files.ts";
import { relocateScripts, relocateTzinfo } from "./scripts.ts";
import type { Read } from "./search.ts";

export interface PackagedRuby {
  readonly version: string;
  /** The folder's name in `gems/ruby/<abi>`. */
  readonly abi: string;
  readonly executable: string;
  /** For every process that runs this Ruby, whatever the function's environment says. */
  readonly env: Readonly<Record<string, string>>;
  /** Only where the function's environment has no such name. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Names below the root that make up the `ruby` archive. */
  readonly directories: readonly string[];
  readonly libraries: readonly {
    readonly name: string;
    readonly from: string;
    readonly neededBy: string;
  }[];
}

export interface PackageInput {
  readonly ruby: RubyInstallation;
  /** The folder that children see as the root; the gems are installed there. */
  readonly backing: string;
}

/** Where Lambda looks for executables; ours go first. */
const PATH = `${BIN_DIR}:/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin`;

/** Everything below the root that Ruby may come to use; gems and app are archives of their own. */
const DIRECTORIES = ["bin", "lib", "locale", "ruby", "ssl", "zoneinfo"];

/**
 * Copies Ruby below the root with every library that it and the vendored gems need, and makes it find
 * nothing else. Without environment: children, and children of those, run as they would on the runner.
 * @throws UserError where a library is missing, or Ruby lies where we cannot move it from
 */
export async function packageRuby({ ruby, backing }: PackageInput): Promise<PackagedRuby> {
  const layout = planLayout(ruby);
  // What an earlier packaging left would be taken for libraries of this machine.
  for (const name of DIRECTORIES) await rm(join(backing, name), { recursive: true, force: true });
  const binaries = await copyRuby(ruby, layout, backing);
  const executable = binaries[0];
  if (!executable) throw new Error(`\`${ruby.executable}\` cannot be read as an executable.`);

  const gems = await findGemBinaries(backing, ruby.abi, executable.elf.machine);
  const read = reader(backing);
  const resolve = (more: readonly RubyBinary[]) =>
    resolveClosure(read, executable, [...binaries.slice(1), ...gems, ...more], LOADED_BY_NAME);
  const first = new Map(resolve([]).libraries.map(({ name, bytes }) => [name, bytes]));
  const carried = planCarried(ruby, first);
  const modules = await carryData(carried, backing);
  const { libraries, missing } = resolve(modules);
  const optional = new Set(
    [...gems.filter((gem) => !gem.required), ...modules].map((one) => one.label),
  );
  assertNoneMissing(missing.filter(({ neededBy }) => !optional.has(neededBy)));

  await mkdir(join(backing, "lib"), { recursive: true });
  const replaced = new Set<Carried>();
  for (const library of libraries) {
    const bytes = relocateLibrary(library, layout, carried, replaced);
    await writeFile(join(backing, "lib", library.name), bytes, { mode: 0o644 });
  }
  await writeLoader(executable, read, backing);
  for (const binary of [...binaries, ...modules, ...gems]) {
    const folder = dirname(join(ROOT, relative(backing, binary.file)));
    const isRuby = binaries.includes(binary);
    const found = isRuby ? rewritePaths(binary.bytes, layout.rewrites) : [];
    const moved = relocateElf(binary.bytes, binary.elf, folder);
    if (binary === executable && !moved) {
      throw new Error(`\`${ruby.executable}\` has no room for the path of its libraries.`);
    }
    if (moved || found.some((count) => count > 0)) await replaceFile(binary.file, binary.bytes);
  }
  await relocateScripts(backing, ruby.abi);
  const present = new Set(await readdir(backing));
  if (present.has("zoneinfo")) await relocateTzinfo(backing, ruby.abi);

  return {
    version: ruby.version,
    abi: ruby.abi,
    executable: `${BIN_DIR}/ruby`,
    env: { PATH, LANG: "C.UTF-8" },
    defaults: Object.assign(
      {},
      ...carried.filter((one) => !replaced.has(one)).map(({ variables }) => variables),
    ),
    directories: DIRECTORIES.filter((name) => present.has(name)),
    libraries: libraries.map(({ name, from, neededBy }) => ({ name, from, neededBy })),
  };
}

/** The machine's files by the paths that children see: the root's lie in the backing folder. */
function reader(backing: string): Read {
  const known = new Map<string, Buffer | undefined>();
  return (path) => {
    if (!known.has(path)) {
      const file = path.startsWith(`${ROOT}/`) ? join(backing, relative(ROOT, path)) : path;
      known.set(path, readIfThere(file));
    }
    return known.get(path);
  };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR" || code === "ELOOP") return;
    throw error;
  }
}

function relocateLibrary(
  { name, bytes, elf }: Library,
  layout: Layout,
  carried: readonly Carried[],
  replaced: Set<Carried>,
): Buffer {
  relocateElf(bytes, elf, LIB_DIR);
  if (name.startsWith("libruby")) rewritePaths(bytes, layout.rewrites);
  const mine = rewritesOf(carried, name);
  const counts = rewritePaths(
    bytes,
    mine.map(({ rewrite }) => rewrite),
  );
  for (const [index, one] of mine.entries()) if (counts[index]) replaced.add(one);
  return bytes;
}

async function writeLoader(executable: RubyBinary, read: Read, backing: string): Promise<void> {
  const path = executable.elf.interpreter?.path ?? "";
  const bytes = read(path);
  if (!bytes) throw new Error(`The dynamic loader \`${path}\` cannot be read.`);
  relocateLoader(bytes);
  // Executable: the kernel starts it.
  await writeFile(join(backing, relative(ROOT, LOADER)), bytes, { mode: 0o755 });
}
