import { readdirSync } from "node:fs";
import type { Binary } from "../binaries/binary.ts";
import { type Closure, resolveClosure, type Seed } from "../closure/closure.ts";
import type { Named } from "../closure/loaded-by-name.ts";
import type { Read } from "../closure/search.ts";
import type { RubyInstallation } from "../interpreter/inspect.ts";
import type { Carried } from "./carried.ts";
import { copyCarried } from "./copy-carried.ts";
import { planCarried } from "./plan.ts";

export interface ClosureWithModules extends Closure {
  readonly carried: readonly Carried[];
  readonly modules: readonly Binary[];
}

/**
 * Finds the libraries, and copies their data and modules. Modules need libraries, which may have modules:
 * libvips loads a module for ImageMagick, whose coders are modules. So this repeats until no module is new.
 */
export async function resolveWithModules(options: {
  readonly ruby: Pick<RubyInstallation, "openssl">;
  readonly read: Read;
  readonly executable: Seed;
  readonly seeds: readonly Seed[];
  readonly named: readonly Named[];
  readonly backing: string;
}): Promise<ClosureWithModules> {
  const { ruby, read, executable, seeds, named, backing } = options;
  let modules: readonly Binary[] = [];
  for (;;) {
    const closure = resolveClosure(read, executable, [...seeds, ...modules], named);
    const libraries = new Map(closure.libraries.map((library) => [library.name, library]));
    const next = await copyCarried(planCarried(ruby, libraries, listFolder), backing);
    if (next.modules.length === modules.length) return { ...closure, ...next, modules };
    modules = next.modules;
  }
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
