import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { readBundleConfig } from "./config-file.ts";

/** Paths relative to the app; they may begin with `../`. */
export interface GemfilePaths {
  readonly gemfile: string;
  /** Where the lockfile lies, or will lie if there is none yet. */
  readonly lockfile: string;
}

/**
 * Finds the Gemfile as Bundler does. BUNDLE_GEMFILE decides, from the environment or from the app's
 * `.bundle/config`. Otherwise it is `gems.rb` or `Gemfile` in the app's folder or in one above it, up to the
 * repository's top.
 * @param bundleGemfile BUNDLE_GEMFILE of the environment, if it is set; relative to the app
 * @returns `Gemfile` if there is none
 */
export async function findGemfile(dir: string, bundleGemfile?: string): Promise<GemfilePaths> {
  const named = bundleGemfile?.trim() || (await configuredGemfile(dir));
  const gemfile = relative(dir, named ? resolve(dir, named) : searchUpwards(dir));
  return { gemfile, lockfile: lockfileOf(gemfile) };
}

/** Returns the path of a Gemfile's lockfile. */
export function lockfileOf(gemfile: string): string {
  return basename(gemfile) === "gems.rb"
    ? join(dirname(gemfile), "gems.locked")
    : `${gemfile}.lock`;
}

async function configuredGemfile(dir: string): Promise<string | undefined> {
  return (await readBundleConfig(join(dir, ".bundle/config"))).get("BUNDLE_GEMFILE");
}

function searchUpwards(dir: string): string {
  const candidates = foldersOfRepository(dir).flatMap((folder) => [
    join(folder, "gems.rb"),
    join(folder, "Gemfile"),
  ]);
  return candidates.find((path) => existsSync(path)) ?? join(dir, "Gemfile");
}

/** The app's folder and those above it, up to the git checkout's top; only the app's folder if there is no checkout. */
function foldersOfRepository(dir: string): readonly string[] {
  const folders = [dir];
  let folder = dir;
  while (!existsSync(join(folder, ".git"))) {
    if (folder === dirname(folder)) return [dir];
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}
