import { lstatSync } from "node:fs";
import { join } from "node:path";
import { forLambda, forRunner, type Variant, variantsAmong } from "./distribution.ts";
import { type MadeFor, readMadeFor } from "./made-for.ts";

/** Bytes from which on a file is looked at: smaller programs are not worth opening thousands of files. */
const LARGE = 64 * 1024;

/** The machine that builds, which is Lambda's but for the distribution. */
export interface BuildMachine {
  readonly architecture: "x86_64" | "arm64";
  /** Such as `ubuntu-24.04`. */
  readonly system: string;
}

/** What becomes of a gem's programs. Paths are relative to the gem's folder. */
export interface ProgramsPlan {
  /** They are for other systems. */
  readonly foreign: readonly string[];
  /** The one for this machine's distribution, whose libraries travel, in place of the one that the gem looks for. */
  readonly moved: readonly Moved[];
  /** Programs for this architecture and only for other distributions than Lambda's: all stay. */
  readonly unsuited: readonly string[];
}

export interface Moved {
  readonly from: string;
  readonly to: string;
  readonly compressed: boolean;
}

type Program = MadeFor & { readonly path: string };

/**
 * Decides which of a gem's programs and libraries travel. Some gems bring one for each system: only those for this
 * architecture can run in Lambda. Where there is one for each distribution, the gem looks in Lambda for the one of
 * Amazon Linux or its like.
 * @param dir the gem's folder
 * @param paths its files, relative to it
 */
export function planPrograms(
  dir: string,
  paths: readonly string[],
  machine: BuildMachine,
): ProgramsPlan {
  const programs = paths.flatMap((path) => programAt(dir, path) ?? []);
  const isOurs = ({ system }: Program) => system === `Linux on ${machine.architecture}`;
  const ours = new Map(programs.filter(isOurs).map((one) => [one.path, one]));
  const foreign = programs.filter((one) => !isOurs(one)).map(({ path }) => path);
  const moved: Moved[] = [];
  const unsuited: string[] = [];
  for (const group of variantsAmong([...ours.keys()])) {
    const wanted = forLambda(group);
    if (wanted === undefined) {
      unsuited.push(...group.map(({ path }) => path));
      continue;
    }
    const move = moveTo(wanted, forRunner(group, machine.system), ours);
    if (move) moved.push(move);
    const stays = move?.from ?? wanted.path;
    const others = group.map(({ path }) => path).filter((path) => path !== stays);
    foreign.push(...others.filter((path) => path !== move?.to));
  }
  return { foreign: foreign.sort(), moved, unsuited: unsuited.sort() };
}

/** A compressed program is unpacked where its gem would unpack it: only so do its libraries travel. */
function moveTo(
  wanted: Variant,
  own: Variant | undefined,
  programs: ReadonlyMap<string, Program>,
): Moved | undefined {
  if (own === undefined || own === wanted) return undefined;
  const compressed = [own, wanted].map(({ path }) => programs.get(path)?.compressed === true);
  if (compressed[0] !== compressed[1]) return undefined;
  const isPacked = compressed[0] === true;
  const to = isPacked ? wanted.path.replace(/\.gz$/, "") : wanted.path;
  return isPacked && to === wanted.path ? undefined : { from: own.path, to, compressed: isPacked };
}

function programAt(dir: string, path: string): Program | undefined {
  const file = join(dir, path);
  const stat = lstatSync(file);
  if (!stat.isFile() || stat.size < LARGE) return undefined;
  const found = readMadeFor(file);
  return found && { ...found, path };
}
