import { stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { GEMS_DIR } from "../../../contract/root.ts";
import { listFiles } from "../../files.ts";
import { isForOtherRuby } from "../../gems/prune/rule.ts";
import { type Binary, readBinary } from "../binaries/binary.ts";

/** A binary of a vendored gem. */
export interface GemBinary extends Binary {
  /** The name of the gem's folder; undefined if the binary lies in none. */
  readonly gem: string | undefined;
}

/** The gem's folder in a path below `gems`, and what follows it. */
const GEM =
  /^ruby\/[^/]+\/(?:extensions\/[^/]+\/[^/]+|gems|bundler\/gems)\/(?<gem>[^/]+)\/(?<below>.*)$/;

/**
 * Finds the gems' binaries for this machine and this Ruby.
 * @param abi such as `3.1.0`
 * @param machine ELF's number
 */
export async function findGemBinaries(
  backing: string,
  abi: string,
  machine: number,
): Promise<readonly GemBinary[]> {
  const top = join(backing, "gems");
  const files = await listFiles(top, (name) => /^(cache|doc|\.git)$/.test(name));
  const paths = new Set(files.map((file) => relative(top, file)));
  const binaries = await Promise.all(
    [...paths].filter((path) => !isForOtherRuby(path, abi, paths)).map((path) => open(top, path)),
  );
  return binaries.filter((one) => one !== undefined).filter((one) => isUsable(one, machine));
}

async function open(top: string, path: string): Promise<GemBinary | undefined> {
  const file = join(top, path);
  const isLibrary = /\.so(\.\d+)*$/.test(path);
  if (!isLibrary && !(await isProgram(file))) return undefined;
  const { gem, below = "" } = GEM.exec(path)?.groups ?? {};
  const isLoaded = path.includes("/extensions/") || below.startsWith("lib/");
  const binary = await readBinary({
    path: `${GEMS_DIR}/${path}`,
    file,
    label: `gem \`${gem ?? path}\``,
    required: isLibrary && isLoaded,
  });
  return binary && { ...binary, gem };
}

async function isProgram(file: string): Promise<boolean> {
  if (/\.[a-z]+$/i.test(basename(file))) return false;
  return ((await stat(file)).mode & 0o111) !== 0;
}

/** Gems may bring files for other machines, and for musl. */
function isUsable({ elf }: GemBinary, machine: number): boolean {
  const isForMusl = [...elf.needed, elf.interpreter?.path].some((name) => name?.includes("musl"));
  return elf.machine === machine && !isForMusl;
}
