import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../digest.ts";
import { parseLdCache } from "../closure/ld-cache.ts";
import type { RubyInstallation } from "./inspect.ts";

/**
 * Makes one digest of what a build takes from this machine: the shared libraries that its loader knows, and Ruby
 * with its standard library. Files count with path, size and time. The time comes from the distribution's
 * package, so two machines of one image agree, and an upgraded one differs.
 * @param programs more files that are carried
 */
export function machineDigest(
  ruby: Pick<RubyInstallation, "executable" | "directories">,
  programs: readonly string[],
): string {
  const libraries = [...parseLdCache(cacheOfLoader()).values()].flat();
  const { rubyLibrary, architecture, site, siteArchitecture, vendor } = ruby.directories;
  const folders = [rubyLibrary, architecture, site, siteArchitecture, vendor];
  const files = [ruby.executable, ...programs, ...libraries, ...folders.flatMap(filesBelow)];
  return sha256Hex([...new Set(files)].sort().map(describeFile).join("\n"));
}

function cacheOfLoader(): Buffer {
  try {
    return readFileSync("/etc/ld.so.cache");
  } catch {
    return Buffer.alloc(0); // Ruby's own files still tell one machine from another.
  }
}

function filesBelow(folder: string): readonly string[] {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return []; // Not every Ruby has every folder.
  }
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Rounds the time to seconds, because archives of files have no smaller unit. */
function describeFile(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${file} ${stat.size} ${Math.floor(stat.mtimeMs / 1000)}` : `${file} -`;
}
