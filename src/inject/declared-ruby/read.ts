import { dirname, relative, resolve } from "node:path";
import type { Lockfile } from "../../app/bundler/lockfile.ts";
import { readText } from "../read-text.ts";
import type { RubySource } from "../ruby-source.ts";
import {
  type DeclaredRuby,
  declaredInLockfile,
  declaredInMise,
  declaredInRubyVersion,
  declaredInToolVersions,
} from "./declared-ruby.ts";
import { declaredInGemfile, rubyFiles } from "./in-gemfile.ts";

/**
 * Reads which Rubies the app asks for.
 * @param gemfiles its Gemfile, and the files that this evaluates
 * @param lockfile with its path, relative to the app
 */
export async function readDeclaredRubies(
  appDir: string,
  gemfiles: readonly RubySource[],
  lockfile: { readonly path: string; readonly content: Lockfile | undefined },
): Promise<readonly DeclaredRuby[]> {
  const found: DeclaredRuby[] = [];
  for (const gemfile of gemfiles) {
    found.push(...declaredInGemfile(gemfile));
    const folder = resolve(appDir, dirname(gemfile.path));
    for (const file of rubyFiles(gemfile.tree)) {
      found.push(...(await declaredInFile(appDir, relative(appDir, resolve(folder, file)))));
    }
  }
  for (const file of [".ruby-version", ".tool-versions", "mise.toml"]) {
    found.push(...(await declaredInFile(appDir, file)));
  }
  if (lockfile.content) found.push(...declaredInLockfile(lockfile.content, lockfile.path));
  // A Gemfile that names a file asks for the same as the file: once is enough.
  return [...new Map(found.map((one) => [`${one.file} ${one.text}`, one])).values()];
}

async function declaredInFile(appDir: string, path: string): Promise<readonly DeclaredRuby[]> {
  const text = (await readText(appDir, path)) ?? "";
  if (path.endsWith("tool-versions")) return declaredInToolVersions(text, path);
  if (path.endsWith("mise.toml")) return declaredInMise(text, path);
  return declaredInRubyVersion(text, path);
}
