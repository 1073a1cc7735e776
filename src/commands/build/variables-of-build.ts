import { Env, SECRET_KEY_BASE } from "../../../contract/environment.ts";
import { MASTER_KEY } from "../../app/master-key.ts";
import type { Inputs } from "../../inputs/inputs.ts";
import type { BuildRoot } from "../../ports/build-root.ts";
import { type Placeholders, withPlaceholders } from "../../preflight/placeholders.ts";
import { stageVariables } from "./stage-variables.ts";
import { stagedLockfile } from "./staged-lockfile.ts";

/** Keys that no placeholder can stand for: with a wrong one Rails fails, and without one it boots. */
const KEYS = [MASTER_KEY, SECRET_KEY_BASE];

/**
 * The stage's variables with placeholders where only Lambda has the value: as the app gets them in a preflight.
 * @param gemfile BUNDLE_GEMFILE of the server
 */
export async function withStageValues(
  { environment, task }: Pick<Inputs, "environment" | "task">,
  root: Pick<BuildRoot, "backing">,
  gemfile: string | undefined,
): Promise<Placeholders> {
  const withoutSecrets = task.kind === "build" && !task.hasSecrets;
  return withPlaceholders(environment, withoutSecrets, await stagedLockfile(root.backing, gemfile));
}

/**
 * Returns the stage's variables as the app gets them while it is built, and its name.
 * @param sessionSecrets names of variables whose value the stage keeps: a build gets another one
 * @param gemfile BUNDLE_GEMFILE of the server
 */
export async function variablesOfBuild(
  inputs: Pick<Inputs, "environment" | "task" | "buildEnvironment" | "app" | "stage">,
  root: Pick<BuildRoot, "backing">,
  sessionSecrets: readonly string[],
  gemfile: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const { variables, replaced } = await withStageValues(inputs, root, gemfile);
  const usable = Object.entries(variables).filter(
    ([name, value]) => !KEYS.includes(name) || (value !== "" && !replaced.includes(name)),
  );
  return {
    [Env.app]: inputs.app,
    [Env.stage]: inputs.stage,
    ...stageVariables(Object.fromEntries(usable), inputs.buildEnvironment, sessionSecrets),
  };
}
