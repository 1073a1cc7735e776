import { readFile, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { GEMS_DIR } from "../../../contract/root.ts";
import { listFiles } from "../../files.ts";
import { isForOtherRuby } from "../../gems/prune/rule.ts";
import type { Seed } from "../closure/closure.ts";
import { isElf, parseElf } from "../elf/parse.ts";

/** A binary of a gem. */
export interface GemBinary extends Seed {
  /** Where this process reads and writes it. */
  readonly file: string;
  /** The folder's name of the gem; undefined where it lies in none. */
  readonly gem: string | undefined;
}

/**
 * The gems' binaries for this machine and this Ruby.
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
  return binaries.filter((one) => one !== undefined && isUsable(one, machine)) as GemBinary[];
}

async function open(top: string, path: string): Promise<GemBinary | undefined> {
  const file = join(top, path);
  const isLibrary = /\.so(\.\d+)*$/.test(path);
  if (!isLibrary) {
    if (/\.[a-z]+$/i.test(basename(path))) return undefined;
    if (((await stat(file)).mode & 0o111) === 0) return undefined;
  }
  const bytes = await readFile(file);
  const elf = isElf(bytes) ? parseElf(bytes) : undefined;
  const gem = /^ruby\/[^/]+\/(?:extensions\/[^/]+\/[^/]+|gems|bundler\/gems)\/([^/]+)\/(.*)$/.exec(
    path,
  );
  return (
    elf && {
      path: `${GEMS_DIR}/${path}`,
      file,
      bytes,
      elf,
      gem: gem?.[1],
      label: `gem \`${gem?.[1] ?? path}\``,
      required: isLibrary && (path.includes("/extensions/") || /^lib\//.test(gem?.[2] ?? "")),
    }
  );
}

/** Gems may bring files for other machines, and for musl. */
function isUsable({ elf }: GemBinary, machine: number): boolean {
  const isMusl = [...elf.needed, elf.interpreter?.path ?? ""].some((name) => name.includes("musl"));
  return elf.machine === machine && !isMusl;
}
