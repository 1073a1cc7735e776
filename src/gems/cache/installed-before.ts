import { cp, mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * Takes over the gems that an earlier step of the job has installed, as setup-ruby does with `bundler-cache:
 * true`: those that are whole and were built for this Ruby. Gems from git stay behind, their folders are tied
 * to a repository elsewhere.
 * @param from Bundler's path in the checkout, such as `vendor/bundle`
 * @param to the folder that becomes BUNDLE_PATH
 * @returns how many were taken over
 */
export async function takeInstalledGems(
  from: string,
  to: string,
  ruby: { readonly abi: string; readonly platform: string },
): Promise<number> {
  const [home, target] = [from, to].map((path) => join(path, "ruby", ruby.abi)) as [string, string];
  const extensions = `extensions/${ruby.platform}/${ruby.abi}`;
  const copy = (path: string) => cp(join(home, path), join(target, path), COPY);
  let count = 0;
  for (const file of await readdir(join(home, "specifications")).catch(() => [])) {
    const gem = /^(.+)\.gemspec$/.exec(file)?.[1];
    if (gem === undefined || !(await exists(join(home, "gems", gem)))) continue;
    const specification = await readFile(join(home, "specifications", file), "utf8");
    const isBuilt = await exists(join(home, extensions, gem, "gem.build_complete"));
    // As RubyGems itself writes it down: https://github.com/rubygems/rubygems `Gem::Specification#to_ruby`.
    if (/^\s*s\.extensions = \[/m.test(specification) && !isBuilt) continue;
    await copy(`gems/${gem}`);
    if (isBuilt) await copy(`${extensions}/${gem}`);
    await copy(`specifications/${file}`);
    count += 1;
  }
  if (count > 0 && (await exists(join(home, "bin")))) {
    await mkdir(target, { recursive: true });
    await copy("bin");
  }
  return count;
}

const COPY = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true } as const;

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
