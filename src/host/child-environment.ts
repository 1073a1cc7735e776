type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Names the files by which a step sets variables, outputs and PATH of the steps after it.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files
 */
const COMMAND_FILES = [
  "GITHUB_ENV",
  "GITHUB_PATH",
  "GITHUB_OUTPUT",
  "GITHUB_STATE",
  "GITHUB_STEP_SUMMARY",
];

/** The runner's folder for these files. Those of earlier and later steps lie there too. */
export const COMMAND_FOLDER = "_runner_file_commands";

/** Credentials of AWS and of the job, the inputs of this step, and what it told its later parts. */
const OURS = /^(AWS|ACTIONS|INPUT|STATE)_/;
const REGION = ["AWS_REGION", "AWS_DEFAULT_REGION"];

/**
 * Returns a copy of the step's environment for the children of this process: without AWS's credentials, the runner's
 * tokens, the inputs and GitHub's command files. What the user gives a step for its build stays: `BUNDLE_*`,
 * `NPM_TOKEN`, `DATABASE_URL` and the like.
 */
export function childEnvironment<Value extends string | undefined>(
  environment: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const kept = Object.entries(environment).filter(([name, value]) => !isWithheld(name, value));
  return Object.fromEntries(kept);
}

/** Returns what `childEnvironment` leaves out. */
export function withheldVariables(environment: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && isWithheld(name, value) ? [[name, value]] : [],
    ),
  );
}

/** Lists the paths of GitHub's command files that an environment names. */
export function commandFiles(environment: Variables): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value && isCommandFile(name, value) ? [value] : [],
  );
}

function isWithheld(name: string, value: string | undefined): boolean {
  const upper = name.toUpperCase();
  return (OURS.test(upper) && !REGION.includes(upper)) || isCommandFile(name, value);
}

/** Knows one that GitHub adds later by where it lies. */
function isCommandFile(name: string, value = ""): boolean {
  return COMMAND_FILES.includes(name.toUpperCase()) || value.includes(`/${COMMAND_FOLDER}/`);
}
