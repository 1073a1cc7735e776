import { existsSync, realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { COMMAND_FOLDER, commandFiles } from "../child-environment.ts";

/** Absolute paths that children must not see. */
export interface HiddenPaths {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/**
 * Lists GitHub's command files, as far as they exist. In the runner's own folder it is the whole folder: the files of
 * other steps lie beside this step's, and a name that nobody can see cannot be guessed.
 */
export function hiddenPaths(
  environment: Readonly<Record<string, string | undefined>>,
): HiddenPaths {
  const paths = commandFiles(environment)
    .filter(existsSync)
    .map((path) => realpathSync(path));
  const isInFolder = (path: string) => basename(dirname(path)) === COMMAND_FOLDER;
  return {
    folders: [...new Set(paths.filter(isInFolder).map((path) => dirname(path)))],
    files: [...new Set(paths.filter((path) => !isInFolder(path)))],
  };
}
