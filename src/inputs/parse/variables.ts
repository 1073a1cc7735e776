import { lines } from "./list.ts";

const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/s;

/**
 * Names that Lambda sets itself.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const RESERVED =
  /^(AWS_LAMBDA_.*|_X_AMZN_.*|LAMBDA_.*|_HANDLER|AWS_REGION|AWS_DEFAULT_REGION|AWS_ACCESS_KEY|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|AWS_EXECUTION_ENV)$/;

/** Parses `KEY=value` lines; a value may hold quotes and `=`, and keeps them. */
export function variables(text: string): Readonly<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const [index, line] of lines(text).entries()) {
    const [, key, value = ""] = VARIABLE.exec(line) ?? [];
    if (key === undefined) {
      // The line may hold a secret, so the message says only where it is.
      throw new Error(`line ${index + 1} is not of the form \`KEY=value\`.`);
    }
    if (RESERVED.test(key)) {
      throw new Error(`\`${key}\` is set by Lambda itself and cannot be given.`);
    }
    result[key] = value;
  }
  return result;
}
