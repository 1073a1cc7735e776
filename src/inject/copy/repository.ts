import { lstat, mkdir, readFile, symlink } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { OUR_FOLDER } from "../../app/our-folder.ts";
import { UserError } from "../../errors.ts";
import { isInside } from "../../paths.ts";
import { copyFolder, copyOne } from "./copy.ts";
import { copyRule } from "./copy-rule.ts";

/** Where the staged app keeps what its Gemfile names outside of the app's folder, as it lies in the repository. */
const REPOSITORY = `${OUR_FOLDER}/repository`;

/**
 * What belongs to the bundle but lies outside of the app's folder: path gems of a monorepo, a Gemfile above
 * the app. In the staged app they lie below `.megamode/repository`, each where it lay, and a link stands
 * where the app lay: a path that was right, written or computed, is right from there too.
 */
export interface Repository {
  /** Absolute: the folder that holds the app and all of these. */
  readonly top: string;
  /** Absolute, of path gems. */
  readonly folders: readonly string[];
  /** Absolute, of Gemfiles and lockfiles. */
  readonly files: readonly string[];
}

/**
 * @param paths what the bundle names, absolute
 * @returns undefined where all of it lies in the app's folder
 * @throws UserError for a place that has nothing in common with the app's
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
        `The bundle takes \`${path}\` from this machine; in Lambda no such folder is there.`,
        "Name it by a path that is relative to the `Gemfile`, in the repository.",
      );
    }
  }
  // The widest first: what lies in it comes with it.
  const wide = folders.filter(
    (path) => !folders.some((other) => other !== path && isInside(other, path)),
  );
  return { top, folders: [...new Set(wide)].sort(), files: [...new Set(files)].sort() };
}

/** Where a file lies in the staged app. @param path relative to the app; may begin with `../` */
export function stagedPath(appDir: string, repository: Repository | undefined, path: string) {
  const absolute = resolve(appDir, path);
  if (repository === undefined || isInside(appDir, absolute)) return relative(appDir, absolute);
  return join(REPOSITORY, relative(repository.top, absolute));
}

/** The name by which Bundler is told of a file, so that what it finds beside and above it is right. */
export function bundlerPath(appDir: string, repository: Repository | undefined, path: string) {
  const absolute = resolve(appDir, path);
  if (repository === undefined) return relative(appDir, absolute);
  return join(REPOSITORY, relative(repository.top, absolute));
}

/** Copies what lies outside of the app into the staged app, by the copy rule; without what `exclude` says. */
export async function copyRepository(
  appDir: string,
  repository: Repository,
  staged: string,
): Promise<void> {
  const { top, folders, files } = repository;
  const to = join(staged, REPOSITORY);
  for (const folder of folders) {
    const path = relative(top, folder);
    const ignoreFile = await readFile(join(folder, ".megamodeignore"), "utf8").catch(() => "");
    const ownRule = copyRule({ include: [], exclude: [], ignoreFile });
    await mkdir(join(to, path), { recursive: true });
    await copyFolder(
      {
        root: top,
        to,
        looksInside: false,
        rule: (name, isFolder, parent) =>
          join(top, name) === appDir
            ? "left out" // The link stands for it.
            : ownRule(relative(path, name), isFolder, parent),
      },
      path,
      "copied",
    );
  }
  for (const file of files) {
    const path = join(to, relative(top, file));
    await mkdir(dirname(path), { recursive: true });
    await copyOne(file, path);
  }
  const link = join(to, relative(top, appDir));
  await mkdir(dirname(link), { recursive: true });
  await symlink(relative(dirname(link), staged), link);
}

/** A line for the report. */
export function describeRepository({ top, folders, files }: Repository): string {
  const names = [...folders, ...files].map((path) => `\`${relative(top, path) || "."}\``);
  return `# ${REPOSITORY}/: copied, because the bundle needs it: ${names.join(", ")}\n`;
}

export async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isDirectory() ?? false;
}
