import { readdirSync } from "node:fs";
import { type Closure, resolveClosure, type Seed } from "../closure/closure.ts";
import type { Named } from "../closure/loaded-by-name.ts";
import type { Read } from "../closure/search.ts";
import type { RubyInstallation } from "../interpreter/inspect.ts";
import type { Carried } from "./carried.ts";
import { carryData, type Module } from "./copy-carried.ts";
import { planCarried } from "./plan.ts";

export interface CarriedClosure extends Closure {
  readonly carried: readonly Carried[];
  readonly modules: readonly Module[];
}

/**
 * Finds the libraries, and copies the data and modules of those. Modules need libraries, which may have
 * modules: libvips loads one of its own for ImageMagick, whose coders are modules. So it goes round until
 * nothing is new.
 */
export async function carryClosure(options: {
  readonly ruby: RubyInstallation;
  readonly read: Read;
  readonly executable: Seed;
  readonly seeds: readonly Seed[];
  readonly named: readonly Named[];
  readonly backing: string;
}): Promise<CarriedClosure> {
  const { ruby, read, executable, seeds, named, backing } = options;
  let modules: readonly Module[] = [];
  for (;;) {
    const closure = resolveClosure(read, executable, [...seeds, ...modules], named);
    const libraries = new Map(closure.libraries.map((library) => [library.name, library]));
    const next = await carryData(planCarried(ruby, libraries, list), backing);
    if (next.modules.length === modules.length) return { ...closure, ...next, modules };
    modules = next.modules;
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
