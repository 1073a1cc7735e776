import { partitionOf } from "../../../partition.ts";

const SUFFIX = "/invocations";

/** Writes the URI by which an integration invokes a function. */
export function lambdaUri(region: string, functionArn: string): string {
  return `${prefix(region)}${functionArn}${SUFFIX}`;
}

/** Returns the ARN in such a URI; undefined if it is none of this region. */
export function functionArnIn(region: string, uri: unknown): string | undefined {
  if (typeof uri !== "string" || !uri.startsWith(prefix(region)) || !uri.endsWith(SUFFIX)) return;
  return uri.slice(prefix(region).length, -SUFFIX.length);
}

function prefix(region: string): string {
  return `arn:${partitionOf(region)}:apigateway:${region}:lambda:path/2015-03-31/functions/`;
}
