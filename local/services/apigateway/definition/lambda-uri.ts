import { partitionOf } from "../../../partition.ts";

/** How an integration invokes a function: by Invoke, or by InvokeWithResponseStream. */
export type TransferMode = "BUFFERED" | "STREAM";

const CALLS: Readonly<Record<TransferMode, readonly [version: string, action: string]>> = {
  BUFFERED: ["2015-03-31", "invocations"],
  STREAM: ["2021-11-15", "response-streaming-invocations"],
};

/** Writes the URI by which an integration invokes a function. */
export function lambdaUri(region: string, functionArn: string, mode: TransferMode): string {
  return `${prefix(region, mode)}${functionArn}${suffix(mode)}`;
}

/** Returns the ARN in such a URI; undefined if it is none of this region and mode. */
export function functionArnIn(region: string, uri: unknown, mode: TransferMode) {
  const [before, after] = [prefix(region, mode), suffix(mode)];
  if (typeof uri !== "string" || !uri.startsWith(before) || !uri.endsWith(after)) return;
  return uri.slice(before.length, -after.length);
}

function prefix(region: string, mode: TransferMode): string {
  const [version] = CALLS[mode];
  return `arn:${partitionOf(region)}:apigateway:${region}:lambda:path/${version}/functions/`;
}

const suffix = (mode: TransferMode) => `/${CALLS[mode][1]}`;
