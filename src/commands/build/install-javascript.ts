import { join } from "node:path";
import { findPackages } from "../../bundle/javascript/find-packages.ts";
import { INSTALLED, installPackages } from "../../bundle/javascript/install.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { BuildContext } from "../context.ts";

/** What a build finds after the installation. */
interface Installed {
  /** The runner's PATH, with the package manager that the app names. */
  readonly path: string;
  /** Tells gems that nothing is left to install. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Installs the JavaScript packages of an app that is about to be built.
 * @returns undefined if there was nothing to install
 * @throws UserError if they cannot be installed
 */
export async function installJavaScript(
  { machine, reporter }: Pick<BuildContext, "machine" | "reporter">,
  root: BuildRoot,
): Promise<Installed | undefined> {
  const packages = await findPackages(join(root.backing, "app"));
  if (packages === undefined) return undefined;
  if (packages === "no lockfile") {
    reporter.notice(
      "`package.json` names packages, and no lockfile says which versions: they are not installed. Commit the lockfile of npm, Yarn, pnpm or Bun.",
    );
    return undefined;
  }
  const { manager, ignored } = packages;
  return reporter.group(`Install JavaScript packages by \`${manager.lockfile}\``, async () => {
    if (ignored.length > 0) {
      const others = ignored.map((name) => `\`${name}\``).join(", ");
      reporter.notice(
        `The app has ${others} besides \`${manager.lockfile}\`, which counts. \`packageManager\` in \`package.json\` can name another one.`,
      );
    }
    const path = await installPackages(root, manager, machine.path, reporter.info);
    return { path, env: INSTALLED };
  });
}
