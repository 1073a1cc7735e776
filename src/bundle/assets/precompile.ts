import { APP_DIR, BIN_DIR } from "../../../contract/root.ts";
import { UserError } from "../../errors.ts";
import { lastLines } from "../../format.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import type { Command } from "../../ports/shell.ts";
import { BUILD_ENVIRONMENT, buildFailed, type Explain } from "../build-command.ts";
import { rake, STATUS, TASK } from "./rake.ts";

type Shell = Pick<BuildRoot, "shell">;
type Variables = Readonly<Record<string, string>>;
type Log = (line: string) => void;

/** What Rake says of the task. `broken`: the Rakefile raised an error, which is in `output`. */
export type Answer =
  | { readonly kind: "has task" | "no task" | "ran" }
  | { readonly kind: "broken"; readonly output: string };

/**
 * Asks Rake whether the app has the task `assets:precompile`, or runs it if it has.
 * @throws UserError if the task fails
 */
export async function askRake(
  { shell }: Shell,
  mode: "ask" | "run",
  env: Variables,
  log: Log,
  explain: Explain,
): Promise<Answer> {
  const command = rake(mode);
  const { status, output } = await shell.run(
    { ...command, env: { ...BUILD_ENVIRONMENT, ...env } },
    log,
  );
  if (status === STATUS.noTask) return { kind: "no task" };
  if (status === STATUS.hasTask) return { kind: "has task" };
  if (status === STATUS.notLoaded) return { kind: "broken", output };
  if (status !== 0) throw buildFailed(`\`rake ${TASK}\``, status, output, explain);
  return { kind: "ran" };
}

/** Says what Rake did not say, because the Rakefile raised an error. */
export function brokenRakefile(output: string, explain: Explain): UserError {
  return new UserError(
    `The app's Rakefile raises an error, so Rake cannot say whether there is \`${TASK}\`:\n${lastLines(output)}`,
    explain(output) ??
      'Gems of the groups `development` and `test` are not there: let the Rakefile load them only if they are. Or set `build-command`; with `build-command: "true"` nothing is built.',
    { cause: output },
  );
}

/** Hanami has a program of its own: https://guides.hanamirb.org/v2.1/assets/overview/ */
const HANAMI = `load Gem.bin_path("hanami-cli", "hanami")`;
const HANAMI_COMMAND: Command = {
  file: `${BIN_DIR}/ruby`,
  args: ["-rbundler/setup", "-e", HANAMI, "--", "assets", "compile"],
  cwd: APP_DIR,
};

/**
 * Runs `hanami assets compile`.
 * @throws UserError with its last lines
 */
export async function compileHanamiAssets(
  { shell }: Shell,
  env: Variables,
  log: Log,
  explain: Explain,
) {
  const { status, output } = await shell.run(
    { ...HANAMI_COMMAND, env: { ...BUILD_ENVIRONMENT, ...env } },
    log,
  );
  if (status !== 0) throw buildFailed("`hanami assets compile`", status, output, explain);
}
