import { join } from "node:path";
import { listNames, readTextIfThere } from "../../files.ts";
import {
  asksForPackages,
  choosePackageManager,
  lockfilesOf,
  type PackageManager,
} from "./package-manager.ts";

/** What there is to install. */
export interface Packages {
  readonly manager: PackageManager;
  /** Lockfiles that do not count, because there is a better one. */
  readonly ignored: readonly string[];
}

/**
 * Finds out whether the staged app's JavaScript packages have to be installed.
 * @param dir the staged app
 * @returns `no lockfile` if package.json asks for some and nothing says which versions; undefined if there is nothing
 *   to do: no package.json, or the checkout has `node_modules` already
 */
export async function findPackages(dir: string): Promise<Packages | "no lockfile" | undefined> {
  const names = new Set(await listNames(dir));
  const packageJson = await readTextIfThere(join(dir, "package.json"));
  if (packageJson === undefined || names.has("node_modules")) return undefined;
  const yarnLock = await readTextIfThere(join(dir, "yarn.lock"));
  const manager = choosePackageManager({ packageJson, names, yarnLock });
  if (manager === undefined) return asksForPackages(packageJson) ? "no lockfile" : undefined;
  const ignored = lockfilesOf(names).filter((lockfile) => lockfile !== manager.lockfile);
  return { manager, ignored };
}
