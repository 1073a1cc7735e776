import { mkdir, realpath, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { UserError } from "../../errors.ts";
import { isInside } from "../../paths.ts";
import { type Copied, type Copy, copyFolder, readIgnoreFile } from "./copy.ts";
import { copyFileWhole } from "./copy-file.ts";
import { copyRule } from "./copy-rule.ts";
import { includeRule } from "./include.ts";
import { REPOSITORY, type Repository } from "./repository.ts";

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
