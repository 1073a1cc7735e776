/** A program that installs JavaScript packages by its lockfile. */
export interface PackageManager {
  readonly name: "npm" | "yarn" | "pnpm" | "bun";
  /** Relative to the app. */
  readonly lockfile: string;
  /**
   * Installs what the lockfile says and does not change it, packages for development included: builds need those, and
   * NODE_ENV or a setting may leave them out.
   */
  readonly install: readonly string[];
  /** What to do where the program is missing. */
  readonly fix: string;
  /** `packageManager` in package.json names this program, with its version: Corepack then has it. */
  readonly isNamed: boolean;
}

/** What decides about the package manager. */
export interface JavaScriptFiles {
  /** Text of package.json. */
  readonly packageJson: string;
  /** Names at the app's top. */
  readonly names: ReadonlySet<string>;
  /** Text of yarn.lock, if there is one. */
  readonly yarnLock: string | undefined;
}

/**
 * Of several lockfiles the first of these counts, as for jsbundling-rails and cssbundling-rails, which run the program:
 * https://github.com/rails/jsbundling-rails/blob/v1.3.1/lib/tasks/jsbundling/build.rake
 */
const LOCKFILES = [
  ["bun", "bun.lock"],
  ["bun", "bun.lockb"],
  ["yarn", "yarn.lock"],
  ["pnpm", "pnpm-lock.yaml"],
  ["npm", "npm-shrinkwrap.json"],
  ["npm", "package-lock.json"],
] as const;

const STEP = "in a step before this one";

/** Chooses the package manager by the lockfiles; undefined if there is none. */
export function choosePackageManager(files: JavaScriptFiles): PackageManager | undefined {
  const named = namedManager(files.packageJson);
  const there = LOCKFILES.filter(([, lockfile]) => files.names.has(lockfile));
  const [name, lockfile] = there.find(([own]) => own === named) ?? there[0] ?? [];
  if (name === undefined || lockfile === undefined) return undefined;
  const isBerry = /^__metadata:/m.test(files.yarnLock ?? "");
  return { name, lockfile, isNamed: name === named, ...howOf(name, isBerry) };
}

function howOf(
  name: PackageManager["name"],
  isBerry: boolean,
): Pick<PackageManager, "install" | "fix"> {
  switch (name) {
    case "npm":
      return {
        install: ["npm", "ci", "--include=dev", "--no-audit", "--no-fund"],
        fix: `Add \`actions/setup-node\` ${STEP}.`,
      };
    case "yarn":
      return {
        install: isBerry
          ? ["yarn", "install", "--immutable"]
          : ["yarn", "install", "--frozen-lockfile", "--production=false", "--non-interactive"],
        fix: `Add \`actions/setup-node\`, and \`run: npm install --global corepack && corepack enable\`, ${STEP}.`,
      };
    case "pnpm":
      return {
        install: ["pnpm", "install", "--frozen-lockfile", "--prod=false"],
        fix: `Add \`pnpm/action-setup\` ${STEP}.`,
      };
    case "bun":
      return {
        install: ["bun", "install", "--frozen-lockfile"],
        fix: `Add \`oven-sh/setup-bun\` ${STEP}.`,
      };
  }
}

/** The lockfiles that lie there, best first. */
export function lockfilesOf(names: ReadonlySet<string>): readonly string[] {
  return LOCKFILES.map(([, lockfile]) => lockfile).filter((lockfile) => names.has(lockfile));
}

/** Whether package.json asks for any package. */
export function asksForPackages(packageJson: string): boolean {
  const { dependencies, devDependencies } = parsed(packageJson);
  return [dependencies, devDependencies].some((list) => Object.keys(Object(list)).length > 0);
}

/** https://github.com/nodejs/corepack#when-authoring-packages */
function namedManager(packageJson: string): string | undefined {
  const { packageManager } = parsed(packageJson);
  return typeof packageManager === "string" ? /^[a-z]+(?=@)/.exec(packageManager)?.[0] : undefined;
}

/** A file that is no JSON object is the package manager's to complain about. */
function parsed(packageJson: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(packageJson));
  } catch {
    return {};
  }
}
