import { listEntries } from "../../bundle/archive/entries.ts";
import { firstChange, type Held, readHeld } from "../../bundle/archive/held.ts";
import { leftOutOfGems } from "../../bundle/archive/leave-out.ts";
import { CACHE } from "../../bundle/compile-cache/compiled-files.ts";
import { isInside } from "../../paths.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { PackagedRuby } from "../../ruby/packaged.ts";
import type { ForLater } from "./gems-and-ruby.ts";

/** Reads what the archives `ruby` and `gems` would hold now, without the compile cache. */
export async function readMade(
  { backing }: Pick<BuildRoot, "backing">,
  { directories }: Pick<PackagedRuby, "directories">,
): Promise<Held> {
  const ruby = await listEntries(backing, directories, () => false);
  return readHeld(backing, [...ruby, ...(await listEntries(backing, ["gems"], leftOutOfGems))]);
}

/**
 * Returns what may still be recorded: nothing once the build has changed the gems or Ruby. What it made of them ships
 * with this bundle alone.
 * @param now what lies there now, or what was packed
 */
export function ifUnchanged(
  forLater: ForLater,
  now: Held,
  log: (line: string) => void,
): ForLater | undefined {
  // What the compile cache holds for the gems, no code of the app has made.
  const withoutCache = [...now].filter(([path]) => !isInside(CACHE, path));
  const changed = firstChange(forLater.made, new Map(withoutCache));
  if (changed === undefined) return forLater;
  log(`Not kept for later builds: since it was installed, the build has changed \`${changed}\`.`);
  return undefined;
}
