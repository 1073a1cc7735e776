import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";

/** Names relative to the app; they may begin with `../`. */
export interface GemfileNames {
  readonly gemfile: string;
  /** Where the lockfile lies or, where there is none, will lie. */
  readonly lockfile: string;
}

/**
 * Finds the Gemfile as Bundler does: by BUNDLE_GEMFILE, of the environment or of the app's `.bundle/config`,
 * else `gems.rb` or `Gemfile` in the app's folder, else in one above it, up to the repository's top.
 * @param bundleGemfile BUNDLE_GEMFILE, where it is set; relative to the app
 * @returns `Gemfile` where there is none
 */
export async function findGemfile(dir: string, bundleGemfile?: string): Promise<GemfileNames> {
  const named = bundleGemfile?.trim() || (await configured(dir));
  const gemfile = named === undefined ? await search(dir) : relative(dir, resolve(dir, named));
  const lockfile =
    basename(gemfile) === "gems.rb" ? join(dirname(gemfile), "gems.locked") : `${gemfile}.lock`;
  return { gemfile, lockfile };
}

async function search(dir: string): Promise<string> {
  const top = await repositoryTop(dir);
  for (let folder = dir; ; folder = dirname(folder)) {
    for (const name of ["gems.rb", "Gemfile"]) {
      if (await exists(join(folder, name))) return relative(dir, join(folder, name));
    }
    if (folder === top || top === undefined) return "Gemfile";
  }
}

/** The next folder above that is a git checkout; undefined where none is: then nothing above is the app's. */
async function repositoryTop(dir: string): Promise<string | undefined> {
  for (let folder = dir; ; folder = dirname(folder)) {
    if (await exists(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Bundler writes it as one line of YAML. */
async function configured(dir: string): Promise<string | undefined> {
  const text = await readFile(join(dir, ".bundle/config"), "utf8").catch(() => "");
  return /^BUNDLE_GEMFILE:\s*["']?([^"'\r\n]+?)["']?\s*$/m.exec(text)?.[1];
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
