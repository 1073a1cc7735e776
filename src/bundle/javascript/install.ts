import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { APP_DIR, ROOT } from "../../../contract/root.ts";
import { UserError } from "../../errors.ts";
import { lastLines } from "../../format.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { PackageManager } from "./package-manager.ts";

/** Below the root: programs that Corepack makes, for the build alone. No archive holds the folder. */
const TOOLS = "build-tools";

/**
 * Variables by which gems leave out their own installation, which would be a second one: jsbundling-rails and
 * cssbundling-rails, vite_ruby. Rails before 7.1 and Shakapacker always install: Yarn and npm then leave the packages for
 * development where they are, although NODE_ENV is `production`.
 * https://github.com/rails/jsbundling-rails/blob/v1.3.1/lib/tasks/jsbundling/build.rake
 * https://github.com/ElMassimo/vite_ruby/blob/vite_ruby%403.9.2/vite_ruby/lib/tasks/vite.rake
 */
export const INSTALLED = {
  SKIP_YARN_INSTALL: "1",
  SKIP_BUN_INSTALL: "1",
  VITE_RUBY_SKIP_ASSETS_PRECOMPILE_INSTALL: "true",
  YARN_PRODUCTION: "false",
  npm_config_include: "dev",
} as const;

/** Corepack asks before it downloads, and nobody would answer. */
const QUIET = { CI: "true", COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" };

/**
 * Installs the staged app's JavaScript packages, as the lockfile says.
 * @param path the runner's PATH
 * @returns the PATH on which the build finds the same package manager
 * @throws UserError if the runner has no such program, or if it fails
 */
export async function installPackages(
  { backing, shell }: Pick<BuildRoot, "backing" | "shell">,
  manager: PackageManager,
  path: string,
  log: (line: string) => void,
): Promise<string> {
  const { name, install, lockfile } = manager;
  const run = async (command: readonly string[], PATH: string) => {
    const [file = "", ...args] = command;
    // Packages for development are left out where this says `production`.
    const env = { ...QUIET, PATH, NODE_ENV: undefined };
    return shell.run({ file, args, cwd: APP_DIR, env }, log);
  };
  let found = path;
  if (manager.isNamed && name !== "npm" && name !== "bun" && isOn(path, "corepack")) {
    // In the version that package.json names; another one that the runner has would refuse the app.
    mkdirSync(join(backing, TOOLS), { recursive: true });
    const shims = `${ROOT}/${TOOLS}`;
    const enabled = await run(["corepack", "enable", "--install-directory", shims, name], path);
    if (enabled.status === 0) found = `${shims}:${path}`;
  }
  if (found === path && !isOn(path, name)) {
    throw new UserError(
      `The app has \`${lockfile}\`, and this runner has no \`${name}\` to install its JavaScript packages.`,
      manager.fix,
    );
  }
  const { status, output } = await run(install, found);
  if (status === 0) return found;
  throw new UserError(
    `\`${install.join(" ")}\` failed with exit status ${status}:\n${lastLines(output)}`,
    `The same command must succeed in a clean checkout: \`${lockfile}\` must fit \`package.json\`. Give the token of a private registry to this step by \`env:\`, under the name that \`.npmrc\` or \`.yarnrc.yml\` has for it.`,
  );
}

function isOn(path: string, program: string): boolean {
  return path.split(":").some((folder) => {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}
