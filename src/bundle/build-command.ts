import { APP_DIR } from "../../contract/root.ts";
import { UserError } from "../errors.ts";
import { lastLines } from "../format.ts";
import type { BuildRoot } from "../ports/build-root.ts";

/** Variables for whatever runs the app before it is deployed. */
export const BUILDING = {
  // Makes our gem compile stylesheets that work below any prefix.
  MEGAMODE_BUILD: "1",
  // Lets Rails boot without the real secret; neither value ever leaves the build.
  SECRET_KEY_BASE_DUMMY: "1", // Rails 7.1 and newer
  SECRET_KEY_BASE: "only-for-the-build", // older ones
};

/**
 * The Gemfile's group of gems that only compile assets: Rails 3.1's own task loaded it, and so do Heroku's
 * builds. It is not loaded in Lambda, because its gems may need a JavaScript runtime.
 * https://github.com/rails/rails/commit/c4794b08ecb2d1a894740ea2b9a4232f90f5aa6a
 */
const ASSETS = { RAILS_GROUPS: "assets" };

/** Variables for whatever builds assets. The app's own come after them. */
export const BUILD_ENVIRONMENT = { ...BUILDING, ...ASSETS };

/** Says what to do about a failure, by what a command wrote; undefined if it knows no better. */
export type Explain = (output: string) => string | undefined;

/**
 * Runs the user's build command, a shell line, in the staged app on the packaged Ruby.
 * @param env the environment of the rack server
 * @throws UserError with its last lines
 */
export async function runBuildCommand(
  root: BuildRoot,
  command: string,
  env: Readonly<Record<string, string>>,
  log: (line: string) => void,
  explain: Explain,
): Promise<void> {
  const { status, output } = await root.shell.run(
    {
      file: "sh",
      args: ["-e", "-c", command],
      cwd: APP_DIR,
      env: { ...BUILD_ENVIRONMENT, ...env },
    },
    log,
  );
  if (status !== 0) {
    throw buildFailed(`\`build-command\` (\`${command}\`)`, status, output, explain);
  }
}

/** What each text of a build that failed means, and what to do about it. The first that fits counts. */
const FIXES: readonly (readonly [RegExp, string])[] = [
  [
    /ExecJS::RuntimeUnavailable|Could not find a JavaScript runtime/,
    "The app's assets need a JavaScript runtime: add `actions/setup-node` in a step before this one.",
  ],
  [
    /\b(yarn|pnpm|bun|npm|npx|node)(: |')*(command )?not found|No such file or directory - (yarn|pnpm|bun|npm|npx|node)\b|env: [‘'](yarn|pnpm|bun|npm|npx|node)['’]: No such/,
    "The build needs a JavaScript tool that this runner does not have: add `actions/setup-node`, `pnpm/action-setup` or `oven-sh/setup-bun` in a step before this one.",
  ],
  [
    /\bbin\/[\w-]+: Permission denied/,
    "The program lacks its run bit: `git update-index --chmod=+x` sets it for a file. Or call Ruby's programs by `bundle exec`.",
  ],
];

/** Makes the error of a build that failed. @param what names the command in Markdown */
export function buildFailed(
  what: string,
  status: number,
  output: string,
  explain: Explain,
): UserError {
  const message = `${what} failed with exit status ${status}:\n${lastLines(output)}`;
  return new UserError(message, explain(output) ?? fixFor(output), { cause: output });
}

/** Says how a build that failed can be made to succeed. */
function fixFor(output: string): string {
  const known = FIXES.find(([text]) => text.test(output))?.[1];
  return known ?? "The command must succeed on the runner. Set `build-command` to run another one.";
}
