import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { COMMAND_FOLDER, commandFiles } from "../child-environment.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Absolute paths that children must not see. */
export interface HiddenPaths {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /**
   * Folders above these that this user may move, outermost first. A child that moved one would show what is hidden to
   * the next child, at a path where nothing hides it: so they are made mount points, which cannot be moved.
   */
  readonly held: readonly string[];
}

/**
 * Lists GitHub's command files and the sockets of container engines, as far as they exist. In the runner's own folder it is the whole folder: the files of
 * other steps lie beside this step's, and a name that nobody can see cannot be guessed.
 * @param run the system's folder of sockets
 */
export function hiddenPaths(environment: Environment, run = "/run"): HiddenPaths {
  const paths = [...commandFiles(environment), ...engineSockets(environment, run)]
    .filter(existsSync)
    .map((path) => realpathSync(path));
  const isInFolder = (path: string) => basename(dirname(path)) === COMMAND_FOLDER;
  const folders = [...new Set(paths.filter(isInFolder).map((path) => dirname(path)))];
  const files = [...new Set(paths.filter((path) => !isInFolder(path)))];
  const above = [...folders, ...files].flatMap((path) => foldersTo(dirname(path)));
  return { folders, files, held: [...new Set(above)].filter(canBeMoved) };
}

/**
 * Lists where Docker and Podman listen. Whoever may write there can start a container that sees all of the machine, as
 * GitHub's runners let every job. https://docs.docker.com/engine/security/protect-access/
 */
function engineSockets(
  { DOCKER_HOST = "", XDG_RUNTIME_DIR }: Environment,
  run: string,
): readonly string[] {
  const folders = [run, ...(XDG_RUNTIME_DIR ? [XDG_RUNTIME_DIR] : [])];
  const given = /^unix:\/\/(\/.+)$/.exec(DOCKER_HOST)?.[1];
  return [
    ...folders.flatMap((folder) => [`${folder}/docker.sock`, `${folder}/podman/podman.sock`]),
    ...(given ? [given] : []),
  ];
}

/** Lists a folder and all above it but `/`, outermost first. */
function foldersTo(folder: string): readonly string[] {
  return folder === "/" ? [] : [...foldersTo(dirname(folder)), folder];
}

function canBeMoved(folder: string): boolean {
  try {
    accessSync(dirname(folder), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
