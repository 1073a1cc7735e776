import { AwsError } from "../../../service.ts";
import { invalidParameter, invalidValue } from "../errors.ts";

const MAX_BYTES = 4096;
const NAME = /^[a-zA-Z][a-zA-Z0-9_]+$/;

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const RESERVED = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
]);

/** Refuses a function's variables as AWS does. */
export function checkEnvironment(value: unknown, member: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidValue(value, member, "Member must be a map");
  }
  const reserved = Object.keys(value).filter(
    (name) => RESERVED.has(name) || name.startsWith("AWS_LAMBDA_"),
  );
  if (reserved.length > 0) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  }
  for (const [name, text] of Object.entries(value)) {
    if (!NAME.test(name)) {
      throw new AwsError(
        400,
        "ValidationException",
        `1 validation error detected: Value at '${member}' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]`,
      );
    }
    if (typeof text !== "string")
      throw invalidValue(text, `${member}.${name}`, "Member must be a string");
  }
  const measured = JSON.stringify(value);
  if (Buffer.byteLength(measured) > MAX_BYTES) {
    // With every variable, as AWS does: https://github.com/github-aws-runners/terraform-aws-github-runner/issues/3594
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${measured}`,
    );
  }
}
