import { isReference, parseReference, type Reference } from "../../contract/reference.ts";
import { PREVIEW_STAGE } from "../inputs/references.ts";
import type { RoleLevel } from "./place/names.ts";
import { document, type Region, type Statement } from "./role-statements.ts";
import type { Observed } from "./state/observe.ts";

type Variables = Readonly<Record<string, string>>;

/** What a role needs to read a value that is kept in AWS. The key that AWS keeps for each service needs no more. */
const ACTIONS = {
  ssm: "ssm:GetParameters",
  secretsmanager: "secretsmanager:GetSecretValue",
} as const;

/**
 * Returns the values that a stage's function reads: of its new variables, of those that somebody set by hand, and of the
 * live version's, which serves until the new one does.
 */
export function valuesRead(
  environment: Variables,
  { workingCopy, live, formerlySet }: Pick<Observed, "workingCopy" | "live" | "formerlySet">,
): readonly string[] {
  const byHand = Object.entries(workingCopy?.variables ?? {}).flatMap(([name, value]) =>
    formerlySet.includes(name) ? [] : [value],
  );
  return [...Object.values(environment), ...byHand, ...Object.values(live?.variables ?? {})];
}

/**
 * Allows a function to read exactly what the values of its variables refer to.
 * @param values of variables, references or not
 */
export function mayReadReferences(of: Region, values: readonly string[]): readonly Statement[] {
  const references = values.filter(isReference).flatMap(readable);
  return (["ssm", "secretsmanager"] as const).flatMap((service) => {
    const arns = references.filter((one) => one.service === service).map((one) => arnOf(of, one));
    if (arns.length === 0) return [];
    return [{ Action: ACTIONS[service], Resource: [...new Set(arns)].sort() }];
  });
}

/**
 * Tells what this deploy cannot grant: a role of the user's own, and the previews' role, which a deployed stage's deploy
 * writes.
 */
export function tellReferences(
  of: Region & { readonly level: RoleLevel },
  executionRole: string | undefined,
  values: readonly string[],
): readonly string[] {
  const statements = mayReadReferences(of, values);
  if (statements.length === 0) return [];
  if (executionRole) {
    return [
      `Variables refer to what is kept in AWS. The policies of ${executionRole} must have:`,
      document(statements),
    ];
  }
  if (of.level === "deployed") return [];
  return [
    "Variables refer to what is kept in AWS. Previews may read what `preview-environment` named in the last deploy of a deployed stage.",
  ];
}

/** One that somebody wrote by hand and that is wrong fails the start of the function, which says so. */
function readable(value: string): Reference | [] {
  try {
    return parseReference(value) ?? [];
  } catch {
    return [];
  }
}

/**
 * Returns what a policy names. A secret's ARN ends with six characters that nobody knows before:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
 */
function arnOf({ region, identity }: Region, { service, id }: Reference): string {
  const here = `arn:${identity.partition}:${service}:${region}:${identity.account}:`;
  if (service === "secretsmanager") {
    const isWhole = /^arn:.*-[A-Za-z0-9]{6}$/.test(id);
    const arn = id.startsWith("arn:") ? id : `${here}secret:${id}`;
    return `${arn}${isWhole ? "" : "-??????"}`.replaceAll(PREVIEW_STAGE, "pr-*");
  }
  const arn = id.startsWith("arn:") ? id : `${here}parameter/${id.replace(/^\//, "")}`;
  // Without its version, which follows the sixth part of an ARN.
  return arn.split(":").slice(0, 6).join(":").replaceAll(PREVIEW_STAGE, "pr-*");
}
