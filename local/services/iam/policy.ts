import { AwsError } from "../../service.ts";
import { matches } from "../wildcards.ts";

/** One statement of a policy. Its single values are lists too. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Services that a trust policy names. */
  readonly services: readonly string[];
  /** The functions whose requests it applies to (`lambda:SourceFunctionArn`). Undefined: it applies to all requests. */
  readonly sources?: readonly string[];
}

const MEMBERS = ["Sid", "Effect", "Action", "Resource", "Principal", "Condition"];

/** Parses a policy document. Refuses what cannot be evaluated here, most of all Conditions, instead of ignoring it. */
export function parsePolicy(text: string): Statement[] {
  let document: { Version?: unknown; Statement?: unknown };
  try {
    document = JSON.parse(text) as typeof document;
  } catch (cause) {
    throw malformed("Syntax errors in policy.", cause);
  }
  for (const name of Object.keys(document)) {
    if (!["Version", "Id", "Statement"].includes(name))
      throw malformed(`Unknown member \`${name}\``);
  }
  if (document.Version !== "2012-10-17") throw malformed("Version must be `2012-10-17`");
  return listOf(document.Statement).map((statement) => parseStatement(statement));
}

/**
 * Whether the statements allow the action: at least one must allow it and none may deny it.
 * @param source ARN of the function whose execution role makes the request
 */
export function evaluate(
  statements: readonly Statement[],
  action: string,
  resource: string,
  source?: string,
): boolean {
  const matching = statements.filter(
    (statement) =>
      (statement.sources === undefined ||
        (source !== undefined && statement.sources.includes(source))) &&
      statement.actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
      statement.resources.some((pattern) => matches(pattern, resource)),
  );
  return matching.length > 0 && matching.every(({ effect }) => effect === "Allow");
}

function parseStatement(value: unknown): Statement {
  if (typeof value !== "object" || value === null) throw malformed("A statement is not an object");
  const statement = value as Record<string, unknown>;
  for (const name of Object.keys(statement)) {
    if (!MEMBERS.includes(name))
      throw malformed(`\`${name}\` is not understood by the embedded IAM`);
  }
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny")
    throw malformed("Effect must be Allow or Deny");
  const principal = (statement.Principal ?? {}) as { Service?: unknown };
  return {
    effect: statement.Effect,
    actions: strings(statement.Action),
    resources: strings(statement.Resource),
    services: strings(principal.Service),
    ...("Condition" in statement && { sources: parseSources(statement.Condition) }),
  };
}

/** Parses `{"ArnEquals": {"lambda:SourceFunctionArn": ...}}`, the only condition there is. */
function parseSources(condition: unknown): readonly string[] {
  const { ArnEquals, ...others } = (condition ?? {}) as Record<string, Record<string, unknown>>;
  const { "lambda:SourceFunctionArn": sources, ...keys } = ArnEquals ?? {};
  const arns = strings(sources);
  const plain = arns.length > 0 && arns.every((arn) => !/[*?$]/.test(arn));
  if (!plain || Object.keys(others).length > 0 || Object.keys(keys).length > 0) {
    throw malformed("This `Condition` is not understood by the embedded IAM");
  }
  return arns;
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function strings(value: unknown): string[] {
  const list = listOf(value);
  if (!list.every((item) => typeof item === "string"))
    throw malformed("A list holds something other than strings");
  return list;
}

function malformed(message: string, cause?: unknown): AwsError {
  const error = new AwsError(400, "MalformedPolicyDocument", message);
  error.cause = cause;
  return error;
}
