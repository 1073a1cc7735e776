import { cp, mkdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { App } from "../app/app.ts";
import { UserError } from "../errors.ts";
import { copyApp } from "./copy/copy.ts";
import { copyRepository } from "./copy/repository.ts";
import { settleTree } from "./copy/settle.ts";
import type { Edit, Injection } from "./injection.ts";

/** The copy of the app that is built and packed. */
export interface StagedApp {
  /** Absolute; on the runner, in the root's backing folder. */
  readonly dir: string;
  /** With the Gemfile and the lockfile as Bundler is told of them there. */
  readonly app: App;
  readonly injection: Injection;
}

/**
 * Copies the app and edits the copy. The user's checkout is only read.
 * @param dir new or empty
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
  await settleTree(dir);
  const { gemfile, lockfile } = injection;
  return { dir, app: { ...app, gemfile, lockfile }, injection };
}

async function applyEdit(dir: string, { path, before, after }: Edit): Promise<void> {
  await makeFolder(dir, dirname(path));
  const file = join(dir, path);
  const found = await readFile(file, "utf8").catch(absent);
  if (found === undefined && before !== undefined) {
    throw new UserError(
      `\`${path}\` is needed, but left out of the copy.`,
      "Take the pattern that matches it out of `exclude` or `.megamodeignore`.",
    );
  }
  if (found !== before) {
    throw new Error(`${path} is not what it was when the injection was planned`);
  }
  // A file in place of a link: what the link points at may be used by its own name too.
  await rm(file, { force: true });
  await writeFile(file, after, { flag: "wx" });
}

/** Links stay in the app (copy.ts), but to what is left out they lead nowhere: nothing is made there. */
async function makeFolder(dir: string, path: string): Promise<void> {
  await mkdir(join(dir, path), { recursive: true });
  const real = await realpath(join(dir, path));
  const root = await realpath(dir);
  if (real !== root && !real.startsWith(root + sep)) {
    throw new Error(`${path} lies outside the staged app`);
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}
