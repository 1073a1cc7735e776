import { cp, mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { App } from "../app/app.ts";
import { UserError } from "../errors.ts";
import { readIfThere } from "../files.ts";
import { isInside } from "../paths.ts";
import { type Copied, copyApp } from "./copy/copy.ts";
import { copyRepository } from "./copy/copy-repository.ts";
import { setDeterministicMetadata } from "./copy/deterministic-metadata.ts";
import { changed } from "./copy/file-problem.ts";
import { literalGlob } from "./copy/include.ts";
import type { Edit, Injection } from "./injection.ts";
import { type RepairedProgram, repairPrograms } from "./programs.ts";

/** The copy of the app that is built and packed. */
export interface StagedApp {
  /** Absolute; on the runner, in the root's backing folder. */
  readonly dir: string;
  /** With the paths of Gemfile and lockfile that Bundler is given there. */
  readonly app: App;
  readonly injection: Injection;
  readonly copied: Copied;
  readonly repaired: readonly RepairedProgram[];
}

/**
 * Copies the app and edits the copy. The user's checkout is only read.
 * @param dir where the copy is made: new or empty
 * @throws UserError if the user leaves a file out of the copy that must be edited
 */
export async function applyInjection(
  app: App,
  injection: Injection,
  dir: string,
  globs: { readonly include: readonly string[]; readonly exclude: readonly string[] },
): Promise<StagedApp> {
  const own = await copyApp(app.dir, dir, globs);
  const more =
    injection.repository &&
    (await copyRepository(app.dir, injection.repository, dir, globs.include));
  for (const folder of injection.folders) await makeFolder(dir, folder);
  for (const edit of injection.edits) await applyEdit(dir, edit);
  await makeFolder(dir, dirname(injection.gem.path));
  await cp(injection.gem.from, join(dir, injection.gem.path), { recursive: true });
  const repaired = injection.repairsPrograms ? await repairPrograms(dir, app.kind) : [];
  await setDeterministicMetadata(dir);
  const { gemfile, lockfile } = injection;
  const copied = {
    leftOut: [...own.leftOut, ...(more?.leftOut ?? [])],
    pointers: [...own.pointers, ...(more?.pointers ?? [])],
  };
  return { dir, app: { ...app, gemfile, lockfile }, injection, copied, repaired };
}

async function applyEdit(dir: string, { path, before, after }: Edit): Promise<void> {
  await makeFolder(dir, dirname(path));
  const file = join(dir, path);
  const found = (await readIfThere(file))?.toString();
  if (found !== before) throw found === undefined ? leftOut(path) : changed(path, "copied");
  // Not written through a link: the file that it points at may be used by its own name too.
  await rm(file, { force: true });
  await writeFile(file, after, { flag: "wx" });
}

function leftOut(path: string): UserError {
  return new UserError(
    `\`${path}\` is needed, but left out of the copy.`,
    "Take the pattern that matches it out of `exclude` or `.megamodeignore`.",
  );
}

/**
 * Makes a folder of the staged app.
 * @throws UserError if something else is there, or a link that leads nowhere or out of the app: a link to what is not
 *   copied may lead anywhere
 */
async function makeFolder(dir: string, path: string): Promise<void> {
  const real = await mkdir(join(dir, path), { recursive: true })
    .then(() => realpath(join(dir, path)))
    .catch((error: NodeJS.ErrnoException) => {
      if (IN_THE_WAY.has(error.code)) return undefined;
      throw error;
    });
  if (real === undefined || !isInside(await realpath(dir), real)) {
    throw new UserError(
      `\`${path}\` has to be a folder of the app, and is something else: a file, or a link that leads to nothing in the copy.`,
      `Make it a folder, or leave it out with \`exclude: ${literalGlob(path)}\`.`,
    );
  }
}

/** The codes that the system gives if a path leads through a file or nowhere. */
const IN_THE_WAY: ReadonlySet<string | undefined> = new Set([
  "EEXIST",
  "ENOENT",
  "ENOTDIR",
  "ELOOP",
]);
