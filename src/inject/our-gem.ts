import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Our gem: the folder it is copied from, and its version. */
export interface OurGem {
  readonly dir: string;
  readonly version: string;
}

/**
 * Reads the version from the gemspec, the only place where it is written.
 * @param dir the folder that holds `megamode.gemspec`
 */
export async function readOurGem(dir: string): Promise<OurGem> {
  const gemspec = await readFile(join(dir, "megamode.gemspec"), "utf8");
  const [, version] = /\.version\s*=\s*["']([^"']+)["']/.exec(gemspec) ?? [];
  if (version === undefined) throw new Error(`${dir} names no version of our gem`);
  return { dir, version };
}
