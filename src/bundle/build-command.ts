import { join } from "node:path";
import { APP_DIR } from "../../contract/root.ts";
import { UserError } from "../errors.ts";
import { lastLines } from "../format.ts";
import type { BuildRoot } from "../ports/build-root.ts";
import { fixSprocketsManifest } from "./sprockets-manifest.ts";

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

/**
 * Runs the user's build command, a shell line, in the staged app on the packaged Ruby.
 * @param env the environment of the rack server
 * @param explain says what to do about a failure, by what the command wrote; undefined if it knows no better
 * @throws UserError with its last lines
 */
export async function runBuildCommand(
  root: BuildRoot,
  command: string,
  env: Readonly<Record<string, string>>,
  log: (line: string) => void,
  explain: (output: string) => string | undefined = () => undefined,
): Promise<void> {
  const { status, output } = await root.shell.run(
    {
      file: "sh",
      args: ["-e", "-c", command],
      cwd: APP_DIR,
      env: { ...BUILDING, ...ASSETS, ...env },
    },
    log,
  );
  if (status !== 0) {
    throw new UserError(
      `\`build-command\` (\`${command}\`) failed with exit status ${status}:\n${lastLines(output)}`,
      explain(output) ?? fixFor(output),
      { cause: output },
    );
  }
  await fixSprocketsManifest(join(root.backing, "app/public/assets"));
}

function fixFor(output: string): string {
  if (/ExecJS::RuntimeUnavailable|Could not find a JavaScript runtime/.test(output)) {
    return "The app's assets need a JavaScript runtime: add `actions/setup-node` in a step before this one.";
  }
  return "The command must succeed on the runner. Set `build-command` to run another one.";
}
