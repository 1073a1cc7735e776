import { isReference, parseReference } from "../../contract/reference.ts";
import { own } from "./own.ts";
import { previewVariables } from "./preview-variables.ts";

type Variables = Readonly<Record<string, string>>;

/** No pull request has this number. It stands for every number where a policy is written for all previews. */
const SOME_NUMBER = 4_503_599_627_370_495;

/** What stands for the name of every preview in `previewReferences()`. */
export const PREVIEW_STAGE = `pr-${SOME_NUMBER}`;

/**
 * Lists the references that previews may read, with `PREVIEW_STAGE` in the place of a preview's name. The deploy of a
 * deployed stage writes them into the previews' role. So it is the reviewed workflow that decides what previews read, not
 * the workflow in a pull request.
 * @param shares whether previews may also read what other stages read
 */
export function previewReferences(
  environment: Variables,
  previewEnvironment: Variables,
  shares: boolean,
): readonly string[] {
  const all = previewVariables(shares ? environment : {}, previewEnvironment, PREVIEW_STAGE, {
    number: SOME_NUMBER,
  });
  return Object.values(all).filter(isReference);
}

/** Returns a reference of the same kind that each preview has for itself. */
export function exampleReference(value: string): string {
  return value.startsWith("ssm:") ? "ssm:/.../{stage}" : "secretsmanager:.../{stage}";
}

/** Says what is wrong with the references of all stages and of builds: one line for each problem. */
export function keptProblems(
  environment: Variables,
  previewEnvironment: Variables,
  buildEnvironment: Variables,
): readonly string[] {
  return [
    ...referenceProblems("environment", environment),
    ...referenceProblems(
      "preview-environment",
      previewVariables({}, previewEnvironment, "pr-1", { number: 1 }),
    ),
    ...numberProblems(previewEnvironment),
    ...buildProblems(buildEnvironment),
  ];
}

/** Says which values look like references and are none, or cannot be: one line for each, without the value. */
function referenceProblems(input: string, variables: Variables): readonly string[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    if (name.startsWith("MEGAMODE_") && isReference(value)) {
      return [`\`${input}\`: \`${name}\` cannot be kept in AWS. Give its value itself.`];
    }
    try {
      parseReference(value);
      return [];
    } catch (error) {
      return [`\`${input}\`: the value of \`${name}\` ${(error as Error).message}.`];
    }
  });
}

/** Says which variables of a build would hold a reference as it is written: nothing on the runner can read it. */
function buildProblems(buildEnvironment: Variables): readonly string[] {
  return Object.entries(buildEnvironment)
    .filter(([, value]) => isReference(value))
    .map(
      ([name]) =>
        `\`build-environment\`: \`${name}\` refers to what is kept in AWS, which no build reads. Give the build a value (\`${name}=value\`), or take the line out: then it gets a placeholder.`,
    );
}

/**
 * Says which references of previews could stand for those of other stages: a policy for all previews has `*` where a
 * preview's number is, and `*` also fits `production`.
 */
function numberProblems(previewEnvironment: Variables): readonly string[] {
  return Object.entries(previewEnvironment)
    .filter(([, value]) => isReference(value) && /(?<!pr-)\{number\}/.test(value))
    .map(
      ([name]) =>
        `\`preview-environment\`: the reference of \`${name}\` has \`{number}\` without \`pr-\` before it. Write \`pr-{number}\` or \`{stage}\`, so that a policy can tell previews' names from those of other stages.`,
    );
}

/**
 * Says which secrets of other stages a preview would read, whose code nobody has reviewed yet.
 * @param told names of variables about which a problem is said already
 */
export function inheritedProblems(
  environment: Variables,
  previewEnvironment: Variables,
  stage: string,
  told: readonly string[],
): readonly string[] {
  return Object.entries(environment)
    .filter(([name, value]) => isReference(value) && !told.includes(name))
    .filter(([name]) => own(previewEnvironment, name) === undefined)
    .map(
      ([name, value]) =>
        `\`preview-environment\`: the preview \`${stage}\` would read what other stages keep in AWS by \`${name}\`. Give it its own (\`${name}=${exampleReference(value)}\`), set it to nothing (\`${name}=\`), or set \`preview-shares-data: true\`.`,
    );
}
