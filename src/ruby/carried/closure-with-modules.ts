import type { Binary } from "../binaries/binary.ts";
import { type Closure, resolveClosure, type Seed } from "../closure/closure.ts";
import type { Named } from "../closure/loaded-by-name.ts";
import type { Read } from "../closure/search.ts";
import type { Carried, CarriedLibraries } from "./carried.ts";

/** What was copied for the libraries that travel. */
export interface CopiedData {
  readonly carried: readonly Carried[];
  readonly modules: readonly Binary[];
}

/**
 * Finds the libraries, and copies their data and modules. Modules need libraries, which may have modules:
 * libvips loads a module for ImageMagick, whose coders are modules. So this repeats until no module is new.
 * @param options.copyData copies the data and modules of the given libraries
 */
export async function resolveWithModules(options: {
  readonly read: Read;
  readonly executable: Seed;
  readonly seeds: readonly Seed[];
  readonly named: readonly Named[];
  readonly copyData: (libraries: CarriedLibraries) => Promise<CopiedData>;
}): Promise<Closure & CopiedData> {
  const { read, executable, seeds, named, copyData } = options;
  let modules: readonly Binary[] = [];
  for (;;) {
    const closure = resolveClosure(read, executable, [...seeds, ...modules], named);
    const libraries = new Map(closure.libraries.map((library) => [library.name, library]));
    const copied = await copyData(libraries);
    if (copied.modules.length === modules.length) return { ...closure, ...copied, modules };
    modules = copied.modules;
  }
}
