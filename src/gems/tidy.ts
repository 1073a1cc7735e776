import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Takes away what Bundler needs no more once the gems are installed: downloaded files, and the repositories of
 * gems from git, in which a password may stand. Also what `bundle clean` forgets: a tree must be the same
 * however it came to be.
 * @param home the folder that holds `gems` and `specifications`: `gems/ruby/<abi>` below the root
 */
export async function tidyGems(home: string): Promise<void> {
  const remove = (path: string) => rm(join(home, path), { recursive: true, force: true });
  for (const name of ["cache", "doc", "build_info"]) await remove(name);
  for (const name of await names(join(home, "bundler/gems"))) {
    await remove(`bundler/gems/${name}/.git`);
  }
  const gems = new Set([
    ...(await names(join(home, "gems"))),
    ...(await names(join(home, "bundler/gems"))),
  ]);
  for (const top of ["extensions", "bundler/gems/extensions"]) {
    for (const folder of await twoBelow(home, top)) {
      for (const name of await names(join(home, folder))) {
        if (!gems.has(name)) await remove(`${folder}/${name}`);
      }
    }
  }
  for (const folder of ["bundler/gems", "bundler", "bin", "plugins"]) {
    await rmdir(join(home, folder)).catch(() => {}); // Where it is empty.
  }
}

/** `extensions/x86_64-linux/3.3.0` */
async function twoBelow(home: string, top: string): Promise<string[]> {
  const platforms = await names(join(home, top));
  const folders = platforms.map(async (platform) => {
    const versions = await names(join(home, top, platform));
    return versions.map((version) => `${top}/${platform}/${version}`);
  });
  return (await Promise.all(folders)).flat();
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
