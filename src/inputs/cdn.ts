import { Env } from "../../contract/environment.ts";
import { parsePublicUrl } from "../../contract/public-url.ts";
import { isReference } from "../../contract/reference.ts";
import { parseTrustedProxy, SHORTEST_SECRET } from "../../contract/trusted-proxy.ts";
import { own } from "./own.ts";

type Variables = Readonly<Record<string, string>>;

/** Says what is wrong with the variables about a CDN in front of a stage: one line for each problem. */
export function cdnProblems(environment: Variables): readonly string[] {
  return [
    ...problem("public-url", () => {
      const url = environment[Env.publicUrl];
      if (url) parsePublicUrl(url);
    }),
    ...problem("trusted-proxy-headers", () => {
      const variable = secretVariable(environment);
      if (variable === undefined) return;
      const value = own(environment, variable) ?? "";
      const { length } = value;
      if (isReference(value)) return; // The proxy sees its length.
      if (length >= SHORTEST_SECRET) return;
      const what = length === 0 ? "is not set" : `has ${length} characters`;
      throw new Error(
        `\`${variable}\` of \`environment\` ${what}: give it the value that the CDN sends, of at least ${SHORTEST_SECRET} characters.`,
      );
    }),
  ];
}

/** Returns the value by which a CDN proves itself, which is a secret whatever its name is. */
export function cdnSecret(environment: Variables): readonly string[] {
  try {
    const value = own(environment, secretVariable(environment) ?? "");
    return value && !isReference(value) ? [value] : [];
  } catch {
    return []; // It is one of the problems.
  }
}

function secretVariable(environment: Variables): string | undefined {
  const parts = environment[Env.trustedProxyHeaders]?.split(/\s+/).filter((part) => part !== "");
  return parts && parts.length > 0 ? parseTrustedProxy(parts).variable : undefined;
}

function problem(input: string, check: () => void): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [`\`${input}\`: ${(error as Error).message}`];
  }
}
