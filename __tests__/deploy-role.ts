import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The account of the embedded AWS. */
export const ACCOUNT = "123456789012";

/** The published policies: of the two roles that deploy, and what a function in a network needs beside them. */
export const POLICIES = ["deployed", "preview", "network"] as const;

/** A statement of a published policy, as the JSON has it. */
export interface Published {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

/** Reads the statements of `iam/<name>.json`, the placeholders filled in. */
export function statementsOf(
  name: (typeof POLICIES)[number],
  { app, region }: { readonly app: string; readonly region: string },
): readonly Published[] {
  const file = resolve(import.meta.dirname, `../iam/${name}.json`);
  const text = readFileSync(file, "utf8")
    .replaceAll(/\bPARTITION\b/g, "aws")
    .replaceAll(/\bACCOUNT\b/g, ACCOUNT)
    .replaceAll(/\bREGION\b/g, region)
    .replaceAll(/\bAPP\b/g, app);
  return (JSON.parse(text) as { Statement: readonly Published[] }).Statement;
}

/** Writes a policy document. */
export function policyOf(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A policy of `iam/`, its placeholders filled in. */
export function deployRole(
  level: "deployed" | "preview",
  of: { readonly app: string; readonly region: string },
): string {
  return policyOf(statementsOf(level, of));
}
