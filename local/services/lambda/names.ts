import { partitionOf } from "../../partition.ts";
import { invalidParameter, invalidValue } from "./errors.ts";

/** A function, and one of its versions or aliases. */
export interface Target {
  readonly name: string;
  readonly qualifier?: string;
}

const NAME =
  /^(?:arn:aws[a-z-]*:lambda:(?<region>[a-z]{2,4}(?:-[a-z]+)+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_]{1,64})(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]{1,128}))?$/;
const QUALIFIER = /^(\$LATEST|[a-zA-Z0-9-_]{1,128})$/;

/** Parses a function's name, its ARN or a part of its ARN, each with or without a qualifier. */
export function parseTarget(text: string, qualifier: string | null = null): Target {
  const found = NAME.exec(text)?.groups;
  if (found?.name === undefined) {
    throw invalidValue(
      text,
      "functionName",
      `Member must satisfy regular expression pattern: ${NAME.source}`,
    );
  }
  if (qualifier !== null && !QUALIFIER.test(qualifier)) {
    throw invalidValue(
      qualifier,
      "qualifier",
      `Member must satisfy regular expression pattern: ${QUALIFIER.source}`,
    );
  }
  if (qualifier !== null && found.qualifier !== undefined && found.qualifier !== qualifier) {
    throw invalidParameter(
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  }
  const chosen = qualifier ?? found.qualifier;
  return { name: found.name, ...(chosen !== undefined && { qualifier: chosen }) };
}

/** The region and account of all functions. */
export interface Place {
  readonly region: string;
  readonly account: string;
}

/** Writes a function's ARN. */
export function functionArn({ region, account }: Place, name: string, qualifier?: string): string {
  const arn = `arn:${partitionOf(region)}:lambda:${region}:${account}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}
