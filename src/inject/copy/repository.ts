import { mkdir, realpath, symlink } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { OUR_FOLDER } from "../../app/our-folder.ts";
import { UserError } from "../../errors.ts";
import { isInside } from "../../paths.ts";
import { type Copied, type Copy, copyFolder, readIgnoreFile } from "./copy.ts";
import { copyFileWhole } from "./copy-file.ts";
import { copyRule } from "./copy-rule.ts";
import { includeRule } from "./include.ts";

/** Where the staged app holds what its Gemfile names outside of the app's folder, as it lies in the repository. */
const REPOSITORY = `${OUR_FOLDER}/repository`;

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

/**
 * Copies what lies outside of the app into the staged app, by the copy rule. `exclude` does not apply there.
 * @param include globs relative to the app, such as `../lib/a/spec/**`
 */
export async function copyRepository(
  appDir: string,
  repository: Repository,
  staged: string,
  include: readonly string[],
): Promise<Copied> {
  const { top, folders, files } = repository;
  const to = join(staged, REPOSITORY);
  const said: Pick<Copy, "leftOut" | "pointers"> = { leftOut: [], pointers: [] };
  const included = includeRule(include);
  const ofApp = (path: string) => relative(appDir, join(top, path));
  for (const folder of folders) {
    const path = relative(top, folder);
    const ownRule = copyRule({
      include: [],
      exclude: [],
      ignoreFile: await readIgnoreFile(folder),
    });
    await mkdir(join(to, path), { recursive: true });
    await copyFolder(
      {
        ...said,
        root: top,
        to,
        rule: {
          ...ownRule,
          fateOf: (name, isFolder, parent) => {
            if (join(top, name) === appDir) return "left out"; // The link stands for it.
            if (included.names(ofApp(name))) return "named";
            return ownRule.fateOf(relative(path, name), isFolder, parent);
          },
          bringsBack: (name) => included.mayNameIn(ofApp(name)),
          kindOf: (name, isFolder) =>
            join(top, name) === appDir ? undefined : ownRule.kindOf(relative(path, name), isFolder),
        },
      },
      path,
      "copied",
    );
  }
  for (const file of files) {
    if (!isInside(await realpath(top), await realpath(file))) {
      throw new UserError(
        `\`${file}\` is a link that leaves the repository.`,
        "Replace it with what it points at: only files of the repository are packed.",
      );
    }
    const path = join(to, relative(top, file));
    await mkdir(dirname(path), { recursive: true });
    await copyFileWhole(file, path, relative(appDir, file));
  }
  const link = join(to, relative(top, appDir));
  await mkdir(dirname(link), { recursive: true });
  await symlink(relative(dirname(link), staged), link);
  return {
    leftOut: said.leftOut.map((one) => ({
      ...one,
      path: join(REPOSITORY, one.path),
      named: ofApp(one.path),
    })),
    pointers: said.pointers.map(ofApp),
  };
}

/** Renders what is copied as a line for the report. */
export function describeRepository({ top, folders, files }: Repository): string {
  const names = [...folders, ...files].map((path) => `\`${relative(top, path) || "."}\``);
  return `# ${REPOSITORY}/: copied, because the bundle needs it: ${names.join(", ")}\n`;
}
