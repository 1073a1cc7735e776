import { timingSafeEqual } from "node:crypto";
import { Env } from "../../../contract/environment.ts";
import { isReference } from "../../../contract/reference.ts";
import {
  parseTrustedProxy,
  SHORTEST_SECRET,
  type TrustedProxyNames,
} from "../../../contract/trusted-proxy.ts";
import type { HeaderLines } from "../http/message.ts";

/** A CDN that may set headers that no other client may. */
export interface TrustedProxy {
  readonly names: readonly string[];
  /** The header that proves that a request comes through it. Never reaches the app. */
  readonly header: string;
  /** Undefined if the function's environment holds none: then nobody is trusted. */
  readonly secret: string | undefined;
  /** Why the variable's value is no secret. A reference that is not resolved yet is no reason. */
  readonly problem?: string;
}

/**
 * Reads the function's environment. @returns undefined if no CDN is trusted
 * @throws Error that says what is wrong with the variable
 */
export function readTrustedProxy(
  env: Readonly<Record<string, string | undefined>>,
): TrustedProxy | undefined {
  const parts = env[Env.trustedProxyHeaders]?.split(/\s+/).filter((part) => part !== "") ?? [];
  if (parts.length === 0) return undefined;
  const { names, header, variable } = parsed(parts);
  const value = env[variable] ?? "";
  // A reference that is not resolved yet is no secret: anybody could guess it.
  if (isReference(value)) return { names, header, secret: undefined };
  const why = whyNoSecret(value);
  if (why === undefined) return { names, header, secret: value };
  const problem = `No CDN is trusted: ${variable} ${why} (${Env.trustedProxyHeaders}).`;
  return { names, header, secret: undefined, problem };
}

function whyNoSecret(value: string): string | undefined {
  if (value.length < SHORTEST_SECRET) return `has fewer than ${SHORTEST_SECRET} characters`;
  // `aws ssm put-parameter --value file://...` keeps the line feed at the end of the file.
  if (value.trim() !== value || /[\r\n\0]/.test(value)) {
    return "has a blank or an end of line where no header's value can have one";
  }
  return undefined;
}

function parsed(parts: readonly string[]): TrustedProxyNames {
  try {
    return parseTrustedProxy(parts);
  } catch (error) {
    throw new Error(`${Env.trustedProxyHeaders}: ${(error as Error).message}`);
  }
}

/** Returns the lines that the CDN set; none if the request does not prove that it came through it. */
export function vouchedFor(lines: HeaderLines, proxy: TrustedProxy | undefined): HeaderLines {
  return provenNames(lines, proxy).flatMap((wanted) => {
    const [line, ...others] = lines.filter(([name]) => name === wanted);
    // Of several hosts some servers believe the first and some the last, and a client may have sent either.
    const one = line !== undefined && others.length === 0 && line[1].trim() !== "";
    return one && !(wanted === "x-forwarded-host" && line[1].includes(",")) ? [line] : [];
  });
}

/**
 * Returns the names of the headers that the CDN may set, in lower case; none if the request does not prove that it came
 * through it.
 * @param lines with names in lower case
 */
export function provenNames(
  lines: HeaderLines,
  proxy: TrustedProxy | undefined,
): readonly string[] {
  if (proxy?.secret === undefined) return [];
  const [given, ...more] = lines.filter(([name]) => name === proxy.header);
  const proven = given !== undefined && more.length === 0 && equal(given[1], proxy.secret);
  return proven ? proxy.names : [];
}

/** Compares in constant time. */
function equal(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
