import { matches } from "../wildcards.ts";
import { type Condition, hold, parseConditions, type RequestContext } from "./conditions.ts";
import { malformed } from "./malformed.ts";

/** One statement of a policy. Its single values are lists too. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Services that a trust policy names. */
  readonly services: readonly string[];
  /** What must hold for it to apply. Absent: it applies to all requests. */
  readonly conditions?: readonly Condition[];
}

const MEMBERS = ["Sid", "Effect", "Action", "Resource", "Principal", "Condition"];

/** Parses a policy document. Refuses what cannot be evaluated here, instead of ignoring it. */
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
 * @param context what is known of the request beside its action and resource
 */
export function evaluate(
  statements: readonly Statement[],
  action: string,
  resource: string,
  context: RequestContext = {},
): boolean {
  const matching = statements.filter(
    (statement) =>
      hold(statement.conditions ?? [], context) &&
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
    ...("Condition" in statement && { conditions: parseConditions(statement.Condition) }),
  };
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
