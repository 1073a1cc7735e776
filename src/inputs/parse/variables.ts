import { whyNotGiven } from "./own-variables.ts";
import { type GivenVariable, said, variableLines } from "./variable-lines.ts";

/**
 * Names that Lambda sets itself.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const RESERVED =
  /^(AWS_LAMBDA_.*|_X_AMZN_.*|LAMBDA_.*|_HANDLER|AWS_REGION|AWS_DEFAULT_REGION|AWS_ACCESS_KEY|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_EXECUTION_ENV)$/;

/** https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html */
const ALLOWED = /^[A-Za-z][A-Za-z0-9_]+$/;

/**
 * Names that the runner and its programs have for themselves: tokens, credentials, and what steers processes. Their values
 * are of no use in Lambda, or do harm there.
 */
const OF_THE_RUNNER =
  /^((AWS|ACTIONS|INPUT|STATE|RUNNER|GEM|BUNDLE|BUNDLER|LD)_.*|GITHUB_(TOKEN|ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)|PATH|HOME|PWD|SHELL|USER|TMPDIR|NODE_OPTIONS|RUBYOPT|RUBYLIB)$/;

/** Parses the variables of a function. */
export function variables(text: string): readonly GivenVariable[] {
  const all = variableLines(text);
  for (const variable of all) {
    const { name, value } = variable;
    if (RESERVED.test(name)) {
      throw new Error(`\`${name}\` is set by Lambda itself and cannot be given.`);
    }
    const why = whyNotGiven(name);
    if (why !== undefined) throw new Error(why);
    if (!ALLOWED.test(name)) {
      throw new Error(
        `${said(variable)} needs a name that begins with a letter and has two characters or more: Lambda takes no other.`,
      );
    }
    if (value === undefined && OF_THE_RUNNER.test(name)) {
      throw new Error(
        `\`${name}\` is the runner's own and is not handed over. If the function needs a variable of this name, give its value (\`${name}=value\`).`,
      );
    }
  }
  return all;
}
