import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Takes away what Bundler needs no more once the gems are installed: downloaded files, and the repositories of
 * gems from git, in which a password may stand. What `bundle clean` leaves empty goes too: a tree must be the
 * same however it came to be.
 * @param home the folder that holds `gems` and `specifications`: `gems/ruby/<abi>` below the root
 */
export async function tidyGems(home: string): Promise<void> {
  const remove = (path: string) => rm(join(home, path), { recursive: true, force: true });
  for (const name of ["cache", "doc", "build_info"]) await remove(name);
  const fromGit = await readdir(join(home, "bundler/gems")).catch(() => []);
  for (const name of fromGit) await remove(`bundler/gems/${name}/.git`);
  for (const folder of ["bundler/gems", "bundler", "bin", "plugins"]) {
    await rmdir(join(home, folder)).catch(() => {}); // Where it is empty.
  }
}
