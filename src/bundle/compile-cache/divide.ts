import { dirname } from "node:path";
import { isInside } from "../../paths.ts";
import { CACHE, listCompiled } from "./compiled-files.ts";

/** Tests of paths relative to the root. Both also leave out folders that hold nothing for the archive. */
export interface DividedCache {
  readonly leftOutOfGems: (path: string) => boolean;
  readonly leftOutOfApp: (path: string) => boolean;
}

/**
 * Divides the compile cache between two archives. What was compiled from the app, bootsnap's list of all paths, and
 * whatever else the app's own processes made go with the app. So a changed view does not ship ten megabytes of compiled
 * gems again, and no code of the app has a hand in the archive `gems`.
 * @param backing folder of the root on this machine
 * @param ofGems what goes with the gems: what `compileGems` made, or what the archive of an earlier build holds
 */
export async function divideCompileCache(
  backing: string,
  ofGems: readonly string[],
): Promise<DividedCache> {
  const wanted = new Set(ofGems);
  const inGems = new Set<string>();
  const inApp = new Set<string>();
  for (const { path } of await listCompiled(backing)) {
    const archive = wanted.has(path) ? inGems : inApp;
    for (let at = path; at !== "."; at = dirname(at)) archive.add(at);
  }
  const leftOut = (archive: ReadonlySet<string>) => (path: string) =>
    isInside(CACHE, path) && !archive.has(path);
  return { leftOutOfGems: leftOut(inGems), leftOutOfApp: leftOut(inApp) };
}
