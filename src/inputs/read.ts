import { Env } from "../../contract/environment.ts";
import { UserError } from "../errors.ts";
import { cdnProblems, cdnSecret } from "./cdn.ts";
import type { Environment } from "./environment.ts";
import { parseTrigger } from "./event/trigger.ts";
import { type Given, readGiven } from "./given.ts";
import { absent, givenValues } from "./given-values.ts";
import type { Inputs } from "./inputs.ts";
import { own } from "./own.ts";
import { previewVariables } from "./preview-variables.ts";
import { chooseRailsEnv } from "./rails-env.ts";
import { inheritedProblems, keptProblems, previewReferences } from "./references.ts";
import { secretValues } from "./secrets.ts";
import { mountsFiles, sharedData } from "./shared-data.ts";
import { chooseTask, type Preview, type Task } from "./task.ts";
import { trustOf } from "./trust.ts";

const DEFAULT_RATE = "30 minutes";

/**
 * Reads and checks all inputs, and decides by the event what the run does.
 * @param payload the content of GITHUB_EVENT_PATH; undefined if no event started the run
 * @throws UserError that lists every problem at once
 */
export function readInputs(env: Environment, cwd: string, payload?: unknown): Inputs {
  const { given, problems } = readGiven(env, cwd);
  const all = [...problems];
  let task: Task = { kind: "nothing", why: "an input is wrong" };
  try {
    task = chooseTask(given, parseTrigger(env, payload));
  } catch (error) {
    all.push((error as Error).message);
  }
  const { inputs, missing, problems: ofValues } = inputsOf(given, task, env);
  all.push(...ofValues);
  const needsAws = task.kind !== "build" && task.kind !== "nothing" && inputs.inject !== "report";
  if (inputs.region === "" && needsAws) {
    all.push("`region`: not given, and AWS_REGION is not set. Give `region: eu-west-1`.");
  }
  all.push(
    ...keptProblems(
      given.environment.variables,
      given.previewEnvironment.variables,
      inputs.buildEnvironment,
    ),
    ...dataProblems(given, inputs),
    ...nameProblems(task),
  );
  // A fork's run has no secrets, and other tasks build nothing.
  if (task.kind === "deploy") {
    all.push(...cdnProblems(inputs.environment), ...missing);
  }
  if (all.length > 0) {
    throw new UserError(
      all.length === 1
        ? `An input is wrong. ${all[0]}`
        : `${all.length} inputs are wrong.\n${all.map((line) => `- ${line}`).join("\n")}`,
      "Correct the step's `with:`; every input is listed in the README.",
    );
  }
  return inputs;
}

function inputsOf(
  given: Given,
  task: Task,
  env: Environment,
): {
  readonly inputs: Inputs;
  readonly missing: readonly string[];
  readonly problems: readonly string[];
} {
  const { common } = given;
  const environment = given.environment.variables;
  const previewEnvironment = given.previewEnvironment.variables;
  const stage = "stage" in task ? task.stage : "production";
  const preview = "preview" in task ? task.preview : undefined;
  const merged = preview
    ? previewVariables(environment, previewEnvironment, stage, preview)
    : environment;
  const {
    railsEnv,
    variables: ofStage,
    problems,
  } = chooseRailsEnv(given.railsEnv, merged, preview && previewEnvironment);
  const build = givenValues(given.buildVariables, ofStage, env);
  const missing = [
    // A preview's own value is enough.
    ...absent(
      "environment",
      given.environment.missing.filter(({ name }) => own(ofStage, name) === undefined),
    ),
    ...(preview ? absent("preview-environment", given.previewEnvironment.missing) : []),
    ...absent("build-environment", build.missing, " neither in `environment` nor"),
  ];
  const named = [environment, previewEnvironment, ofStage, build.variables].flatMap(secretValues);
  const variables = { ...ofStage, ...ownVariables(given, preview) };
  const jobs = [common.masterKey, common.githubToken, ...given.credentials];
  const inputs: Inputs = {
    ...common,
    task,
    stage,
    preview,
    region: given.region,
    // A build that is not deployed has the lowest level: nothing of it may be recorded for a stage.
    trust: task.kind === "build" ? "preview" : trustOf(stage, preview, given.protectedStages),
    environment: variables,
    previewReferences: previewReferences(environment, previewEnvironment, given.previewSharesData),
    railsEnv,
    buildEnvironment: build.variables,
    prewarmRate: prewarmRate(given, preview),
    releaseCommand: preview ? given.previewReleaseCommand : given.releaseCommand,
    secrets: [...named, ...cdnSecret(variables), ...jobs.filter((value) => value !== undefined)],
  };
  return { inputs, missing, problems };
}

/** Returns the inputs that the function reads as variables. A CDN is in front of one stage, so previews have none. */
function ownVariables(given: Given, preview: Preview | undefined): Record<string, string> {
  const all = {
    [Env.logLevel]: given.logLevel,
    [Env.logEvents]: given.logEvents ? "true" : undefined,
    [Env.publicUrl]: preview ? undefined : given.publicUrl,
    [Env.trustedProxyHeaders]: preview ? undefined : given.trustedProxyHeaders,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Returns how often to prewarm. A preview has few visitors, who can wait: by default never. */
function prewarmRate(given: Given, preview: Preview | undefined): string | undefined {
  const rate = given.prewarmRate ?? (preview ? "off" : DEFAULT_RATE);
  return rate === "off" ? undefined : rate;
}

/**
 * Refuses a deployed stage with a preview's name. Policies know previews by their names, and a pattern in a policy
 * (`<app>-pr-*`) cannot ask for a number.
 */
function nameProblems(task: Task): readonly string[] {
  if (task.kind !== "deploy" || task.preview || !task.stage.startsWith("pr-")) return [];
  return [
    `\`stage\`: \`${task.stage}\` is no preview, and only names of previews begin with \`pr-\`. Give the stage another name, also in \`stages\`.`,
  ];
}

/** Refuses other stages' data for a preview, whose code nobody has reviewed yet. */
function dataProblems(given: Given, { task, environment, functionConfiguration }: Inputs) {
  if (task.kind !== "deploy" || !task.preview || given.previewSharesData) return [];
  const common = given.environment.variables;
  const shared = sharedData(common, environment, functionConfiguration);
  const names = shared.map(({ name }) => name);
  const problems = [
    ...shared.map(
      ({ name, line }) =>
        `\`preview-environment\`: the preview \`${task.stage}\` would use the data of other stages by \`${name}\`. Give it its own (\`${line}\`), or set \`preview-shares-data: true\`.`,
    ),
    ...inheritedProblems(common, given.previewEnvironment.variables, task.stage, names),
  ];
  if (!mountsFiles(functionConfiguration)) return problems;
  return [
    ...problems,
    `\`function-configuration\`: the preview \`${task.stage}\` would mount the file systems of \`FileSystemConfigs\`, as other stages do. Previews have no configuration of their own: set \`preview-shares-data: true\` if their code may read and change those files.`,
  ];
}
