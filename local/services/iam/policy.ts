import { AwsError } from "../../service.ts";

/** One statement of a policy, its lists spelt as lists. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Services that a trust policy names. */
  readonly services: readonly string[];
  /** Functions whose own requests it is about (`lambda:SourceFunctionArn`); undefined: anybody's. */
  readonly sources?: readonly string[];
}

const MEMBERS = ["Sid", "Effect", "Action", "Resource", "Principal", "Condition"];

/** Parse a policy document. What cannot be evaluated here is refused, not ignored: most Conditions above all. */
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
 * Whether the statements allow it: one must, and none may deny.
 * @param source ARN of the function that asks with its execution role
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

/** `{"ArnEquals": {"lambda:SourceFunctionArn": ...}}`, and no other. */
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

/** `*` is any run of characters, `?` any one. Without a regular expression: the pattern comes from outside. */
function matches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p;
      p += 1;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star !== -1) {
      p = star + 1;
      mark += 1;
      t = mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p += 1;
  return p === pattern.length;
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
