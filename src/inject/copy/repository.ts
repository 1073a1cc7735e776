import { dirname, join, relative, resolve } from "node:path";
import { OUR_FOLDER } from "../../app/our-folder.ts";
import { UserError } from "../../errors.ts";
import { isInside } from "../../paths.ts";

/** Where the staged app holds what its Gemfile names outside of the app's folder, as it lies in the repository. */
export const REPOSITORY = `${OUR_FOLDER}/repository`;

/**
 * What belongs to the bundle but lies outside of the app's folder: path gems of a monorepo, a Gemfile above
 * the app. In the staged app they lie below `.megamode/repository`, each at its old place, with a link at the app's
 * old place. So a path that was right in the repository, written or computed, is right there too.
 */
export interface Repository {
  /** The folder that holds the app and all of these. Absolute. */
  readonly top: string;
  /** Folders of path gems. Absolute. */
  readonly folders: readonly string[];
  /** Gemfiles and lockfiles. Absolute. */
  readonly files: readonly string[];
}

/**
 * Chooses what has to be copied from outside of the app's folder.
 * @param paths what the bundle names, absolute
 * @returns undefined if all of it lies in the app's folder
 * @throws UserError for a place that shares no folder with the app except the machine's root
 */
export function chooseRepository(
  appDir: string,
  paths: { readonly folders: readonly string[]; readonly files: readonly string[] },
): Repository | undefined {
  const outside = (path: string) => !isInside(appDir, path);
  const [folders, files] = [paths.folders.filter(outside), paths.files.filter(outside)];
  if (folders.length + files.length === 0) return undefined;
  let top = appDir;
  for (const path of [...folders, ...files.map((file) => dirname(file))]) {
    while (!isInside(top, path)) top = dirname(top);
    if (top === "/") {
      throw new UserError(
        `The bundle takes \`${path}\` from this machine; Lambda has no such folder.`,
        "Keep it in the repository, and name it by a path relative to the `Gemfile`.",
      );
    }
  }
  return { top, folders: widest(folders), files: [...new Set(files)].sort() };
}

/** Leaves out every folder that lies in another of them, and so is copied with it. */
function widest(folders: readonly string[]): readonly string[] {
  const sorted = [...new Set(folders)].sort();
  return sorted.filter((path) => sorted.find((other) => isInside(other, path)) === path);
}

/**
 * Returns where a file lies in the staged app.
 * @param path relative to the app; may begin with `../`
 */
export function stagedPath(appDir: string, repository: Repository | undefined, path: string) {
  const absolute = resolve(appDir, path);
  if (repository === undefined || isInside(appDir, absolute)) return relative(appDir, absolute);
  return join(REPOSITORY, relative(repository.top, absolute));
}

/** Returns the path of a file that Bundler is given, so that it finds the right files beside and above it. */
export function bundlerPath(appDir: string, repository: Repository | undefined, path: string) {
  const absolute = resolve(appDir, path);
  if (repository === undefined) return relative(appDir, absolute);
  return join(REPOSITORY, relative(repository.top, absolute));
}

/**
 * Returns the globs of `include` for the staged app: what they name outside of the app (`../lib/a/spec/**`) lies in
 * another place there.
 */
export function stagedInclude(
  appDir: string,
  repository: Repository | undefined,
  include: readonly string[],
): readonly string[] {
  if (repository === undefined) return include;
  return include.map((glob) =>
    glob.startsWith("../")
      ? join(REPOSITORY, relative(repository.top, resolve(appDir, glob)))
      : glob,
  );
}

/** Renders what is copied as a line for the report. */
export function describeRepository({ top, folders, files }: Repository): string {
  const names = [...folders, ...files].map((path) => `\`${relative(top, path) || "."}\``);
  return `# ${REPOSITORY}/: copied, because the bundle needs it: ${names.join(", ")}\n`;
}
