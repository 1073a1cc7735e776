import { basename, dirname } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import type { Elf } from "../elf/parse.ts";
import type { Named } from "./loaded-by-name.ts";
import { createSearch, type Found, type Loaded, type Read } from "./search.ts";

/** An ELF file that travels anyway, whose libraries are looked for. */
export interface Seed {
  /** Where it lies on the machine. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly elf: Elf;
  /** For messages: the gem or extension. */
  readonly label: string;
  /** Used for certain: a library that it lacks is an error, not a part that nobody misses. */
  readonly required: boolean;
}

/** A library to copy to LIB_DIR under the name by which it is asked for. */
export interface Library {
  readonly name: string;
  readonly from: string;
  readonly bytes: Buffer;
  readonly elf: Elf;
  readonly neededBy: string;
}

export interface Missing {
  readonly name: string;
  readonly neededBy: string;
}

export interface Closure {
  readonly libraries: readonly Library[];
  readonly missing: readonly Missing[];
  /** Asked for by name by something that may never be used. */
  readonly absent: readonly Missing[];
}

/**
 * All libraries that some files need, directly or not. Pure but for `read`.
 * @param executable first of all: what it loads is there for all others
 * @param named asked for by name alone at run time
 */
export function resolveClosure(
  read: Read,
  executable: Seed,
  seeds: readonly Seed[],
  named: readonly Named[],
): Closure {
  const start = loaded(executable);
  const search = createSearch(read, start);
  const libraries = new Map<string, Library>();
  const missing = new Map<string, Missing>();
  const absent = new Map<string, Missing>();
  const present = new Set([executable, ...seeds].flatMap(namesOf));
  const visited = new Set<string>();

  const add = (name: string, { path, bytes, elf }: Found, neededBy: string) => {
    if (isCarried(path) || isLoader(name) || libraries.has(name)) return;
    libraries.set(name, { name, from: path, bytes, elf, neededBy });
  };
  const visit = (first: Loaded, { label, required }: Pick<Seed, "label" | "required">) => {
    const queue = [first];
    for (let by = queue.shift(); by; by = queue.shift()) {
      if (visited.has(by.path)) continue;
      visited.add(by.path);
      for (const name of by.elf.needed) {
        const found = search.find(name, by);
        if (found) {
          add(name, found, by === first ? label : basename(by.path));
          queue.push({ ...found, origin: dirname(found.path), by });
        } else if (required && !present.has(name) && !libraries.has(name) && !isLoader(name)) {
          missing.set(`${name} ${label}`, { name, neededBy: label });
        }
      }
    }
  };
  visit(start, executable);
  for (const { name, neededBy, required } of named) {
    const found = search.find(name, start);
    if (found) {
      add(basename(name), found, neededBy);
      visit({ ...found, origin: dirname(found.path), by: start }, { label: name, required: true });
    } else if (required) missing.set(name, { name, neededBy });
    else absent.set(name, { name, neededBy });
  }
  for (const seed of seeds) visit({ ...loaded(seed), by: start }, seed);
  return {
    libraries: [...libraries.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    missing: [...missing.values()],
    absent: [...absent.values()],
  };
}

function loaded({ path, bytes, elf }: Seed): Loaded {
  return { path, bytes, elf, origin: dirname(path), by: undefined };
}

/** What lies in the root stays where it is: a gem may bring libraries of its own. */
function isCarried(path: string): boolean {
  return path.startsWith(`${ROOT}/`);
}

/** The loader is known to every library by this name, and is copied under another: elf-edit.ts. */
function isLoader(name: string): boolean {
  return /^ld-linux-/.test(name);
}

/** The loader takes a library that is loaded already by either name. */
function namesOf({ path, elf }: Seed): readonly string[] {
  return elf.soname === undefined ? [basename(path)] : [basename(path), elf.soname];
}
