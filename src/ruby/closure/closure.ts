import { basename, dirname } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { isInside } from "../../paths.ts";
import type { Elf } from "../elf/parse.ts";
import type { Named } from "./loaded-by-name.ts";
import { createSearch, type Found, type Loaded, type Read } from "./search.ts";

/** An ELF file that travels in any case. Its libraries are looked for. */
export interface Seed {
  /** Where it lies on the machine. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly elf: Elf;
  /** Names the gem or extension in messages. */
  readonly label: string;
  /** Whether it is certainly used: only then is it an error if one of its libraries is missing. */
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
  /** Libraries that this machine does not have, asked for by something that may never be used. */
  readonly absent: readonly Missing[];
}

/**
 * Finds all libraries that some files need, directly or not. Pure, except for `read`.
 * @param executable visited first: what it loads is there for all others
 * @param named asked for by name alone at run time
 */
export function resolveClosure(
  read: Read,
  executable: Seed,
  seeds: readonly Seed[],
  named: readonly Named[],
): Closure {
  const start: Loaded = { ...loaded(executable), by: undefined };
  const search = createSearch(read, executable.elf.machine);
  const libraries = new Map<string, Library>();
  const missing = new Map<string, Missing>();
  const absent = new Map<string, Missing>();
  const present = new Set([executable, ...seeds].flatMap(namesOf));
  const visited = new Set<string>();

  const add = (name: string, { path, bytes, elf }: Found, neededBy: string) => {
    if (isInside(ROOT, path) || isLoader(name) || libraries.has(name)) return;
    libraries.set(name, { name, from: path, bytes, elf, neededBy });
  };
  const isThere = (name: string) => present.has(name) || libraries.has(name) || isLoader(name);
  const visit = (first: Loaded, { label, required }: Pick<Seed, "label" | "required">) => {
    const queue = [first];
    for (let by = queue.shift(); by; by = queue.shift()) {
      if (visited.has(by.path)) continue;
      visited.add(by.path);
      for (const name of by.elf.needed) {
        const found = search.find(name, by);
        if (found) {
          add(name, found, by === first ? label : basename(by.path));
          queue.push({ ...loaded(found), by });
        } else if (required && !isThere(name)) {
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
      visit({ ...loaded(found), by: start }, { label: name, required: true });
    } else if (required) missing.set(name, { name, neededBy });
    else absent.set(name, { name, neededBy });
  }
  for (const seed of seeds) visit({ ...loaded(seed), by: start }, seed);
  return {
    libraries: [...libraries.keys()].sort().map((name) => libraries.get(name) as Library),
    missing: [...missing.values()],
    absent: [...absent.values()],
  };
}

function loaded({ path, bytes, elf }: Found): Omit<Loaded, "by"> {
  return { path, bytes, elf, origin: dirname(path) };
}

/** Every library knows the loader by this name, but it is copied under another: see relocate.ts. */
function isLoader(name: string): boolean {
  return /^ld-linux-/.test(name);
}

/** The loader takes a library that is loaded already by either of its names. */
function namesOf({ path, elf }: Seed): readonly (string | undefined)[] {
  return [basename(path), elf.soname];
}
