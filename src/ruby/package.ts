import { readdir, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { BIN_DIR, ROOT } from "../../contract/root.ts";
import { listNames, replaceFile } from "../files.ts";
import { type Asked, NOTHING_ASKED } from "./asked/asked.ts";
import { copyExecutables } from "./asked/copy-executables.ts";
import { copyAskedFiles, FILES } from "./asked/copy-files.ts";
import { writeLibraries, writeLoader } from "./binaries/write-libraries.ts";
import { carryClosure } from "./carried/closure-with-modules.ts";
import { writeFontsConf } from "./carried/fonts.ts";
import type { Missing } from "./closure/closure.ts";
import { reader } from "./closure/file-reader.ts";
import { planNamed } from "./closure/loaded-by-name.ts";
import { assertNoneMissing } from "./closure/missing.ts";
import type { MACHINES } from "./elf/parse.ts";
import { relocateElf } from "./elf/relocate.ts";
import { stripElf } from "./elf/strip.ts";
import { assertMachine } from "./interpreter/assert-machine.ts";
import { copyRuby, type RubyBinary } from "./interpreter/copy-ruby.ts";
import type { RubyInstallation } from "./interpreter/inspect.ts";
import { planLayout } from "./interpreter/layout.ts";
import { rewritePaths } from "./rewrite-paths.ts";
import { relocateGemScripts, relocateTzinfo } from "./scripts/relocate-scripts.ts";
import { findGemBinaries } from "./vendored/gem-binaries.ts";

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
  /** What gems load by name, if they are used, and this machine does not have. */
  readonly absent: readonly Missing[];
}

export interface PackageInput {
  readonly ruby: RubyInstallation;
  /** The folder that children see as the root; the gems are installed there. */
  readonly backing: string;
  readonly asked?: Asked;
  /** The function's; undefined where nobody will run it there. */
  readonly architecture?: keyof typeof MACHINES;
  /** Whether a gem's binaries stay as they are, by the name of its folder. */
  readonly isWhole?: (gem: string) => boolean;
}

/** Where Lambda looks for executables; ours go first. */
const PATH = `${BIN_DIR}:/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin`;

/** Everything below the root that Ruby may come to use; gems and app are archives of their own. */
const DIRECTORIES = [
  ...["bin", FILES, "fonts", "lib", "locale", "magick", "ruby", "ssl", "zoneinfo"],
];

/**
 * Copies Ruby below the root with every library that it and the vendored gems need, and makes it find
 * nothing else. Without environment: children, and children of those, run as they would on the runner.
 * @throws UserError where a library is missing, or Ruby lies where we cannot move it from
 */
export async function packageRuby(input: PackageInput): Promise<PackagedRuby> {
  const { ruby, backing, asked = NOTHING_ASKED, isWhole = () => false } = input;
  const layout = planLayout(ruby);
  // What an earlier packaging left would be taken for libraries of this machine.
  for (const name of DIRECTORIES) await rm(join(backing, name), { recursive: true, force: true });
  const binaries = await copyRuby(ruby, layout, backing);
  const executable = binaries[0];
  if (!executable) throw new Error(`\`${ruby.executable}\` cannot be read as an executable.`);
  const { machine } = executable.elf;
  assertMachine(ruby, machine, input.architecture);

  await copyAskedFiles(asked.files, backing);
  const executables = await copyExecutables(asked.executables, machine, backing);
  const gems = await findGemBinaries(backing, ruby.abi, machine);
  const read = reader(backing);
  const names = await listNames(join(backing, "gems/ruby", ruby.abi, "gems"));
  const { libraries, missing, absent, carried, modules } = await carryClosure({
    ...{ ruby, read, executable, backing },
    seeds: [...binaries.slice(1), ...executables, ...gems],
    named: planNamed(names, asked.libraries),
  });
  assertNoneMissing(missing);
  await writeFontsConf(backing);

  const unreplaced = await writeLibraries(libraries, layout, carried, backing);
  await writeLoader(executable.elf.interpreter?.path ?? "", read, backing);
  for (const binary of [...binaries, ...executables, ...modules, ...gems]) {
    const folder = dirname(join(ROOT, relative(backing, binary.file)));
    const isRuby = binaries.includes(binary);
    const found = isRuby ? rewritePaths(binary.bytes, layout.rewrites) : [];
    const moved = relocateElf(binary.bytes, binary.elf, folder);
    if ((binary === executable || executables.includes(binary as RubyBinary)) && !moved) {
      throw new Error(`\`${binary.path}\` has no room for the path of its libraries.`);
    }
    const isKept = binary.elf.executable || ("gem" in binary && isWhole(`${binary.gem}`));
    const bytes = isKept ? binary.bytes : stripElf(binary.bytes);
    if (moved || found.some((count) => count > 0) || bytes !== binary.bytes) {
      await replaceFile(binary.file, bytes);
    }
  }
  await relocateGemScripts(backing, ruby.abi);
  const present = new Set(await readdir(backing));
  if (present.has("zoneinfo")) await relocateTzinfo(backing, ruby.abi);

  return {
    version: ruby.version,
    abi: ruby.abi,
    executable: `${BIN_DIR}/ruby`,
    // Whatever a runner or function has: it is the locale that is carried, and Ruby dumps into compiled
    // files the encoding that it gives to their paths.
    env: { PATH, LANG: "C.UTF-8", LC_ALL: "C.UTF-8" },
    defaults: Object.assign({}, ...unreplaced.map(({ variables }) => variables)),
    directories: DIRECTORIES.filter((name) => present.has(name)),
    libraries: libraries.map(({ name, from, neededBy }) => ({ name, from, neededBy })),
    absent: absent.filter(({ neededBy }) => neededBy !== "glibc"),
  };
}
