import { readdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { ROOT } from "../../../contract/root.ts";
import { BUNDLER_HOME, type BundlerInUse } from "../../app/bundler/environment.ts";
import { listNames } from "../../files.ts";
import { lastLines } from "../../format.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BundlerChoice } from "./choose.ts";
import { bundleVersion, installBundler } from "./commands.ts";

/** Folders of Bundler's home that it is started from. */
const NEEDED = ["gems", "specifications"];

/**
 * Installs the chosen Bundler below the root, unless it is there already, from the gem server that RubyGems uses.
 * If that fails, or it does not start on this Ruby, the runner's own is used: every Bundler 2 can read the
 * lockfile.
 * @param own the runner's version
 */
export async function vendorBundler(
  root: Pick<BuildRoot, "backing" | "shell">,
  choice: BundlerChoice,
  own: string,
  log: (line: string) => void,
): Promise<BundlerInUse> {
  if (choice.why !== undefined) log(choice.why);
  const home = join(root.backing, relative(ROOT, BUNDLER_HOME));
  if (choice.kind === "vendored") {
    let version = await versionIn(home);
    if (version !== undefined && !fits(version, choice.requirement)) {
      await rm(home, { recursive: true }); // It was for another lockfile.
      version = undefined;
    }
    let said = "";
    if (version === undefined) {
      const { status, output } = await root.shell.run(installBundler(choice.requirement));
      if (status !== 0) said = lastLines(output, 3);
      else version = await versionIn(home);
    }
    if (version !== undefined) {
      const bundler = { version, home: BUNDLER_HOME };
      const env = { GEM_HOME: BUNDLER_HOME, BUNDLER_VERSION: version };
      const { status, output } = await root.shell.run(bundleVersion({ bundler, env }));
      if (status === 0 && output.includes(version)) {
        await removeAllButGem(home);
        log(`Bundler ${version}, vendored`);
        return bundler;
      }
      said = lastLines(output, 3);
    }
    log(`Bundler ${choice.requirement} cannot be used here, so the runner's ${own} is:\n${said}`);
  }
  await rm(home, { recursive: true, force: true });
  return { version: own, home: undefined };
}

async function versionIn(home: string): Promise<string | undefined> {
  const names = await listNames(join(home, "specifications"));
  return names.map((name) => /^bundler-(\d.*)\.gemspec$/.exec(name)?.[1]).find((name) => name);
}

/** @param requirement `2.6.9` or `~> 2.6.0` */
function fits(version: string, requirement: string): boolean {
  const line = /^~> (\d+\.\d+\.)0$/.exec(requirement)?.[1];
  return line === undefined ? version === requirement : version.startsWith(line);
}

/** Removes the downloaded file, and empty folders. */
async function removeAllButGem(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (NEEDED.includes(name)) continue;
    await rm(join(home, name), { recursive: true });
  }
}
