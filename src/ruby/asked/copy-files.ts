import { join } from "node:path";
import { UserError } from "../../errors.ts";
import { copyTree } from "../copy-tree.ts";

/** The folder for the input `files`: `/usr/share/x` goes to `/tmp/mm/files/usr/share/x`. */
export const FILES = "files";

/**
 * Copies files and folders to FILES, each with its path.
 * @throws UserError for a path that is not there
 */
export async function copyAskedFiles(paths: readonly string[], backing: string): Promise<void> {
  for (const path of paths) {
    if (await copyTree(path, join(backing, FILES, path))) continue;
    throw new UserError(
      `The input \`files\`: \`${path}\` is not on this runner.`,
      "Give absolute paths of files or folders, one a line; what lies in the app's folder is packed anyway.",
    );
  }
}
