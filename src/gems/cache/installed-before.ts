import { cp, lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ifThere, listNames } from "../../files.ts";
import { whyForeign } from "./foreign-tree.ts";

/** As RubyGems itself writes it: https://github.com/rubygems/rubygems `Gem::Specification#to_ruby`. */
const HAS_EXTENSIONS = /^\s*s\.extensions = \[/m;

const COPY = {
  recursive: true,
  preserveTimestamps: true,
  verbatimSymlinks: true,
} as const;

/**
 * Takes over the gems that an earlier step of the job has installed, as setup-ruby does with `bundler-cache:
 * true`. Only gems that are complete and were built for this Ruby are taken, and none with a link that leaves its folder
 * or another user's rights: the folder may have come from the repository. Gems from git are left, because
 * their folders depend on a repository elsewhere.
 * @param from Bundler's path in the checkout, such as `vendor/bundle`
 * @param to the folder that becomes BUNDLE_PATH
 * @returns how many were taken over
 */
export async function takeInstalledGems(
  from: string,
  to: string,
  ruby: { readonly abi: string; readonly platform: string },
): Promise<number> {
  const home = join(from, "ruby", ruby.abi);
  const target = join(to, "ruby", ruby.abi);
  const extensions = `extensions/${ruby.platform}/${ruby.abi}`;
  const isThere = async (path: string) => Boolean(await ifThere(lstat(join(home, path))));
  const isSound = async (path: string) => (await whyForeign(join(home, path))) === undefined;
  const copy = (path: string) => cp(join(home, path), join(target, path), COPY);
  let count = 0;
  for (const file of await listNames(join(home, "specifications"))) {
    const gem = /^(.+)\.gemspec$/.exec(file)?.[1];
    if (gem === undefined || !(await isThere(`gems/${gem}`))) continue;
    const parts = [`gems/${gem}`, `specifications/${file}`];
    const built = `${extensions}/${gem}`;
    if (await isThere(built)) parts.push(built);
    if ((await Promise.all(parts.map(isSound))).includes(false)) continue;
    const specification = await readFile(join(home, "specifications", file), "utf8");
    const isBuilt = await isThere(`${extensions}/${gem}/gem.build_complete`);
    if (HAS_EXTENSIONS.test(specification) && !isBuilt) continue;
    await copy(`gems/${gem}`);
    if (isBuilt) await copy(`${extensions}/${gem}`);
    await copy(`specifications/${file}`);
    count += 1;
  }
  if (count > 0 && (await isThere("bin")) && (await isSound("bin"))) await copy("bin");
  return count;
}
