import { rm } from "node:fs/promises";
import { join } from "node:path";
import { listNames } from "../files.ts";
import { type Asked, NOTHING_ASKED } from "./asked/asked.ts";
import { copyExecutables } from "./asked/copy-executables.ts";
import { copyAskedFiles } from "./asked/copy-files.ts";
import type { Binary } from "./binaries/binary.ts";
import { relocateBinary, relocateProgram } from "./binaries/relocate-binary.ts";
import { writeLibraries, writeLoader } from "./binaries/write-libraries.ts";
import { resolveWithModules } from "./carried/closure-with-modules.ts";
import { copyCarried } from "./carried/copy-carried.ts";
import { writeFontsConf } from "./carried/fonts.ts";
import { planCarried } from "./carried/plan.ts";
import { relocateTzinfo } from "./carried/tzinfo.ts";
import { createFileReader, listFolder } from "./closure/file-reader.ts";
import { planNamed } from "./closure/loaded-by-name.ts";
import { assertNoneMissing } from "./closure/missing.ts";
import type { MACHINES } from "./elf/parse.ts";
import { assertMachine } from "./interpreter/assert-machine.ts";
import { copyRuby, type RubyBinaries } from "./interpreter/copy-ruby.ts";
import type { RubyInstallation } from "./interpreter/inspect.ts";
import { type Layout, planLayout } from "./interpreter/layout.ts";
import { DIRECTORIES, describePackaged, type PackagedRuby } from "./packaged.ts";
import { relocateGemScripts } from "./scripts/relocate-scripts.ts";
import { findGemBinaries, type GemBinary } from "./vendored/gem-binaries.ts";

export interface PackageInput {
  readonly ruby: RubyInstallation;
  /** The folder that children see as the root; the gems are installed there. */
  readonly backing: string;
  readonly asked?: Asked;
  /** The function's; undefined in a test that runs the result elsewhere. */
  readonly architecture?: keyof typeof MACHINES;
  /** Whether the binaries of a gem are left unstripped; called with the name of the gem's folder. */
  readonly isWhole?: (gem: string) => boolean;
}

/** The binaries in the backing folder whose libraries travel. */
interface Binaries extends RubyBinaries {
  readonly programs: readonly Binary[];
  readonly gems: readonly GemBinary[];
}

/**
 * Copies Ruby below the root with every library that it and the vendored gems need, and makes it find
 * nothing else. It needs no environment for that: children, and their children, run as on the runner.
 * @throws UserError if a library is missing, or Ruby lies where we cannot move it from
 */
export async function packageRuby(input: PackageInput): Promise<PackagedRuby> {
  const { ruby, backing, asked = NOTHING_ASKED } = input;
  const layout = planLayout(ruby);
  // Leftovers of an earlier packaging would be taken for libraries of this machine.
  for (const name of DIRECTORIES) await rm(join(backing, name), { recursive: true, force: true });

  const binaries = await copyBinaries(input, asked, layout);
  const { executable, loader, extensions, programs, gems } = binaries;
  const read = createFileReader(backing);
  const gemNames = await listNames(join(backing, "gems/ruby", ruby.abi, "gems"));
  const closure = await resolveWithModules({
    read,
    executable,
    seeds: [...extensions, ...programs, ...gems],
    named: planNamed(gemNames, asked.libraries),
    copyData: (libraries) => copyCarried(planCarried(ruby, libraries, listFolder), backing),
  });
  assertNoneMissing(closure.missing);

  await writeFontsConf(backing);
  const unreplaced = await writeLibraries(closure.libraries, layout, closure.carried, backing);
  await writeLoader(loader, read, backing);
  await relocateBinaries(binaries, closure.modules, layout, input);
  await relocateGemScripts(backing, ruby.abi);
  const names = await listNames(backing);
  if (names.includes("zoneinfo")) await relocateTzinfo(backing, ruby.abi);
  return describePackaged(ruby, closure, unreplaced, names);
}

async function copyBinaries(
  { ruby, backing, architecture }: PackageInput,
  asked: Asked,
  layout: Layout,
): Promise<Binaries> {
  const rubys = await copyRuby(ruby, layout, backing);
  const { machine } = rubys.executable.elf;
  assertMachine(ruby, machine, architecture);
  await copyAskedFiles(asked.files, backing);
  return {
    ...rubys,
    programs: await copyExecutables(asked.executables, machine, backing),
    gems: await findGemBinaries(backing, ruby.abi, machine),
  };
}

async function relocateBinaries(
  { executable, extensions, programs, gems }: Binaries,
  modules: readonly Binary[],
  { rewrites }: Layout,
  { backing, isWhole }: PackageInput,
): Promise<void> {
  await relocateProgram(executable, backing, rewrites);
  for (const extension of extensions) await relocateBinary(extension, backing, { rewrites });
  for (const program of programs) await relocateProgram(program, backing);
  for (const module of modules) await relocateBinary(module, backing);
  for (const binary of gems) {
    await relocateBinary(binary, backing, { isWhole: isWhole?.(binary.gem ?? "") });
  }
}
