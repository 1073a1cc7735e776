import { basename, dirname } from "node:path";
import type { Carried, CarriedLibraries } from "./carried.ts";
import { type Beside, type CompiledIn, KNOWN_FOLDERS } from "./known-folders.ts";

/**
 * Plans the folders of modules and data of the libraries that travel.
 * @param list the names in a folder of this machine
 */
export function planFolders(
  libraries: CarriedLibraries,
  list: (folder: string) => readonly string[],
): readonly Carried[] {
  return KNOWN_FOLDERS.flatMap((folder) => {
    const owners = [...libraries].filter(([name]) => name.startsWith(folder.library));
    return "compiledIn" in folder
      ? planCompiledIn(
          folder,
          owners.map(([, { bytes }]) => bytes),
        )
      : owners.flatMap(([, { from }]) => planBeside(folder, dirname(from), list));
  });
}

function planCompiledIn(
  { library, compiledIn, to, variables }: CompiledIn,
  files: readonly Buffer[],
): readonly Carried[] {
  const paths = new Set(files.flatMap((bytes) => matchesIn(bytes, compiledIn)));
  return [...paths].sort().map((from) => ({
    library,
    rewrite: { from, to },
    copies: [{ from, to }],
    variables,
  }));
}

/** @param home the library's own folder */
function planBeside(
  { library, beside, to, variables }: Beside,
  home: string,
  list: (folder: string) => readonly string[],
): readonly Carried[] {
  const names = list(home).filter((name) => beside.test(name));
  return names.map((name) => ({
    library,
    rewrite: undefined,
    copies: [
      {
        from: `${home}/${name}`,
        to: to.replace("{folder}", basename(home)).replace("{name}", name),
      },
    ],
    variables,
  }));
}

/** Finds what a pattern matches of the paths that are compiled in. */
function matchesIn(bytes: Buffer, pattern: RegExp): readonly string[] {
  const paths = bytes.toString("latin1").matchAll(/(?<=\0)\/[\w./-]+(?=\0)/g);
  return [...paths].flatMap(([path]) => pattern.exec(path)?.[0] ?? []);
}
