import { dirname } from "node:path";
import { APP_DIR } from "../../../contract/root.ts";
import { isInside } from "../../paths.ts";
import { CACHE, type Compiled, listCompiled } from "./compiled-files.ts";

/** Tests of paths relative to the root. Both also leave out folders that hold nothing for the archive. */
export interface DividedCache {
  readonly leftOutOfGems: (path: string) => boolean;
  readonly leftOutOfApp: (path: string) => boolean;
}

/**
 * Divides the compile cache between two archives. What was compiled from the app, and bootsnap's list of all paths, go
 * with the app, so that a changed view does not ship ten megabytes of compiled gems again. If a bootsnap names its
 * files in another way, all of them go with the app, which is larger, but works.
 * @param backing folder of the root on this machine
 * @param before what the archive `gems` already holds, if an earlier build packed it
 */
export async function divideCompileCache(
  backing: string,
  before?: readonly Compiled[],
): Promise<DividedCache> {
  const inGems = new Set<string>();
  const inApp = new Set<string>();
  const packed = before && new Set(before.map(({ path }) => path));
  for (const { path, source } of await listCompiled(backing)) {
    const goesWithGems = packed ? packed.has(path) : isOfGems(source);
    const archive = goesWithGems ? inGems : inApp;
    for (let at = path; at !== "."; at = dirname(at)) archive.add(at);
  }
  const leftOut = (archive: ReadonlySet<string>) => (path: string) =>
    isInside(CACHE, path) && !archive.has(path);
  return { leftOutOfGems: leftOut(inGems), leftOutOfApp: leftOut(inApp) };
}

/** Ruby's own library counts as the gems'. */
function isOfGems(source: string | undefined): boolean {
  return source !== undefined && !isInside(APP_DIR, source);
}
