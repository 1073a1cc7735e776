import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { ROOT } from "../../contract/root.ts";
import { parseLockfile, pathRemotes } from "../app/bundler/lockfile.ts";
import { ifThere } from "../files.ts";
import type { BuildRoot } from "../ports/build-root.ts";
import { type BundlerCall, bundlerScript } from "./bundler/commands.ts";

/** Matches a specification that may start a program while it is read: most often `git ls-files`. */
const STARTS_PROGRAMS = /`|%x|\b(popen|system|spawn|capture2e?|capture3)\b/;

/** Replaces specifications by the Ruby of their values, which starts nothing. Bundler does so for gems from git. */
const EVALUATE = `
require "bundler"
ARGV.each do |file|
  specification = Bundler.load_gemspec_uncached(file)
  File.write(file, specification.to_ruby) if specification
end
`;

/**
 * Evaluates the specifications of the app's own gems (`path:` in the Gemfile) once, because Bundler reads them at each
 * boot, and Lambda has no git. For gems from git Bundler does so itself:
 * https://github.com/rubygems/rubygems/blob/v3.6.9/bundler/lib/bundler/source/git.rb#L352
 * @param lockfile its path
 * @returns the files that changed, relative to the root
 */
export async function settleGemspecs(
  root: Pick<BuildRoot, "backing" | "shell">,
  call: BundlerCall,
  lockfile: string,
): Promise<readonly string[]> {
  const before = new Map<string, string>();
  for (const remote of pathRemotes(parseLockfile(await readFile(lockfile, "utf8")))) {
    for (const file of await gemspecsIn(resolve(dirname(lockfile), remote))) {
      const text = await readFile(file, "utf8");
      if (STARTS_PROGRAMS.test(text)) before.set(relative(root.backing, file), text);
    }
  }
  if (before.size === 0) return [];
  const files = [...before.keys()].map((file) => `${ROOT}/${file}`);
  const { status } = await root.shell.run(bundlerScript(call, EVALUATE, files));
  const changed: string[] = [];
  for (const [file, text] of before) {
    // Some may be evaluated and others not. If all are left as they were, Bundler will say what is wrong with one.
    if (status !== 0) await writeFile(join(root.backing, file), text);
    else if ((await readFile(join(root.backing, file), "utf8")) !== text) changed.push(file);
  }
  return changed;
}

/** Finds specifications as deep as Bundler looks: in the folder, and two levels below. */
async function gemspecsIn(dir: string, depth = 2): Promise<string[]> {
  const entries = (await ifThere(readdir(dir, { withFileTypes: true }))) ?? [];
  const found = entries.map(async (entry) => {
    const path = join(dir, entry.name);
    if (entry.isFile() && entry.name.endsWith(".gemspec")) return [path];
    return entry.isDirectory() && depth > 0 ? gemspecsIn(path, depth - 1) : [];
  });
  return (await Promise.all(found)).flat().sort();
}
