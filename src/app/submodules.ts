import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { listNames, readTextIfThere } from "../files.ts";
import { isInside } from "../paths.ts";

/**
 * Finds submodules that are not checked out: git makes their folders, and leaves them empty.
 * @param dir the app's folder, absolute
 * @returns paths relative to it; they may begin with `../`
 */
export async function emptySubmodules(dir: string): Promise<readonly string[]> {
  const top = topOf(dir);
  const text = (await readTextIfThere(join(top, ".gitmodules"))) ?? "";
  const paths = [...text.matchAll(/^[ \t]*path[ \t]*=(.+)$/gm)].map(([, path = ""]) => path.trim());
  const empty: string[] = [];
  for (const path of paths) {
    const folder = join(top, path);
    if (!isInside(top, folder)) continue;
    if ((await listNames(folder)).length === 0) empty.push(relative(dir, folder));
  }
  return empty;
}

/** The top of the checkout that a folder lies in; the folder itself if it lies in none. */
function topOf(dir: string): string {
  for (let at = dir; at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
  }
  return dir;
}
