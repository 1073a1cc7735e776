import { rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { listNames } from "../files.ts";

/**
 * Removes what Bundler no longer needs once the gems are installed: downloaded files, and the repositories of gems from
 * git, which may hold a password. Folders that `bundle clean` leaves empty go too, because the tree must be the same
 * however it was made.
 * @param home the folder that holds `gems` and `specifications`: `gems/ruby/<abi>` below the root
 */
export async function tidyGems(home: string): Promise<void> {
  const remove = (path: string) => rm(join(home, path), { recursive: true, force: true });
  for (const name of ["cache", "doc", "build_info"]) await remove(name);
  for (const name of await listNames(join(home, "bundler/gems"))) {
    await remove(`bundler/gems/${name}/.git`);
  }
  for (const folder of ["bundler/gems", "bundler", "bin", "plugins"]) {
    await rmdir(join(home, folder)).catch(() => {}); // Fails if it is not empty.
  }
}
