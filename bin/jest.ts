import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const PROJECT = resolve(import.meta.dirname, "..");

/** The tiers that `bin/test` runs, the quickest first. */
export const TIERS = ["unit", "integration", "e2e"] as const;

/**
 * Runs Jest to its end.
 * @param projects names of `jest.config.mjs`
 * @param quiet drops what Jest writes to stdout; people read its stderr
 * @returns its exit status
 */
export function runJest(
  projects: readonly string[],
  args: readonly string[],
  quiet = false,
): number {
  const { status } = spawnSync(
    process.execPath,
    [
      "--experimental-vm-modules",
      "--disable-warning=ExperimentalWarning",
      join(PROJECT, "node_modules/jest/bin/jest.js"),
      "--selectProjects",
      ...projects,
      ...args,
    ],
    { cwd: PROJECT, stdio: ["ignore", quiet ? "ignore" : "inherit", "inherit"] },
  );
  return status ?? 1;
}

if (import.meta.main) {
  // `npm test` runs the unit tests, `npm test -- NAME` the tests of any tier whose path contains NAME.
  const args = process.argv.slice(2);
  const named = args.some((arg) => !arg.startsWith("-"));
  process.exitCode = named
    ? runJest(TIERS, ["--maxWorkers", "2", "--forceExit", ...args])
    : runJest(["unit"], args);
}
