import { join, relative } from "node:path";
import { APP_DIR, ROOT } from "../../../contract/root.ts";
import { lockfileOf } from "../../app/bundler/find-gemfile.ts";
import { readTextIfThere } from "../../files.ts";

/**
 * Returns the staged app's lockfile; empty if it has none.
 * @param backing the folder that stands for the root
 * @param gemfile BUNDLE_GEMFILE of the server, which may lie in the copy of a repository
 */
export async function stagedLockfile(
  backing: string,
  gemfile = `${APP_DIR}/Gemfile`,
): Promise<string> {
  const lockfile = lockfileOf(join(backing, relative(ROOT, gemfile)));
  return (await readTextIfThere(lockfile)) ?? "";
}
