import { join } from "node:path";
import { readIfThere } from "../../files.ts";
import { gemName } from "../gem-name.ts";

/** A gem as it lies in its folder. */
export interface InstalledGem {
  /** Without version. */
  readonly name: string;
  /** Folders that Ruby loads from, relative to the gem's own: `lib`, rarely `ext` or `src/ruby/lib`. */
  readonly requirePaths: readonly string[];
}

/**
 * Reads a gem's specification.
 * @param top the folder of one Ruby's gems, `gems/ruby/<abi>`
 * @param home `gems`, or `bundler/gems` for gems from git
 * @returns undefined if there is none, as in a checkout that holds several gems
 */
export async function readInstalledGem(
  top: string,
  home: string,
  folder: string,
): Promise<InstalledGem | undefined> {
  const name = gemName(folder);
  const file =
    home === "gems"
      ? join(top, "specifications", `${folder}.gemspec`)
      : join(top, home, folder, `${name}.gemspec`);
  const specification = await readIfThere(file);
  return specification && { name, requirePaths: requirePathsOf(specification.toString()) };
}

/** The value of `require_paths` in a specification as RubyGems writes it. */
export function requirePathsOf(specification: string): readonly string[] {
  const list = /\.require_paths = \[([^\]]*)\]/.exec(specification)?.[1];
  return list === undefined
    ? ["lib"]
    : [...list.matchAll(/"([^"]+)"/g)].map(([, path]) => String(path));
}
