import { cp, mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { App } from "../app/app.ts";
import { UserError } from "../errors.ts";
import { readIfThere } from "../files.ts";
import { isInside } from "../paths.ts";
import { copyApp } from "./copy/copy.ts";
import { setDeterministicMetadata } from "./copy/deterministic-metadata.ts";
import { copyRepository } from "./copy/repository.ts";
import type { Edit, Injection } from "./injection.ts";
import { type RepairedProgram, repairPrograms } from "./programs.ts";

/** The copy of the app that is built and packed. */
export interface StagedApp {
  /** Absolute; on the runner, in the root's backing folder. */
  readonly dir: string;
  /** With the paths of Gemfile and lockfile that Bundler is given there. */
  readonly app: App;
  readonly injection: Injection;
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
  await copyApp(app.dir, dir, globs);
  if (injection.repository) await copyRepository(app.dir, injection.repository, dir);
  for (const folder of injection.folders) await makeFolder(dir, folder);
  for (const edit of injection.edits) await applyEdit(dir, edit);
  await makeFolder(dir, dirname(injection.gem.path));
  await cp(injection.gem.from, join(dir, injection.gem.path), { recursive: true });
  const repaired = injection.repairsPrograms ? await repairPrograms(dir, app.kind) : [];
  await setDeterministicMetadata(dir);
  const { gemfile, lockfile } = injection;
  return { dir, app: { ...app, gemfile, lockfile }, injection, repaired };
}

async function applyEdit(dir: string, { path, before, after }: Edit): Promise<void> {
  await makeFolder(dir, dirname(path));
  const file = join(dir, path);
  const found = (await readIfThere(file))?.toString();
  if (found !== before) throw found === undefined ? leftOut(path) : changed(path);
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

function changed(path: string): Error {
  return new Error(`${path} is not what it was when the injection was planned`);
}

/**
 * Makes a folder of the staged app.
 * @throws Error if a link leads out of it: a link to what is not copied may lead anywhere
 */
async function makeFolder(dir: string, path: string): Promise<void> {
  await mkdir(join(dir, path), { recursive: true });
  const real = await realpath(join(dir, path));
  if (!isInside(await realpath(dir), real)) {
    throw new Error(`${path} lies outside the staged app`);
  }
}
