import { isDeepStrictEqual } from "node:util";
import { type Call, checkIdle, checkRevision, findFunction } from "../context.ts";
import { invalidParameter } from "../errors.ts";
import { LATEST, type LambdaFunction, type Version } from "../model.ts";
import { newVersion } from "./changes.ts";
import { describeVersion } from "./describe.ts";

export const PUBLISH_FIELDS = ["CodeSha256", "Description", "RevisionId"];

export async function publishVersion(call: Call): Promise<unknown> {
  const { fn } = findFunction(call);
  const { CodeSha256, Description } = call.input;
  checkIdle(call, fn);
  checkRevision(call, fn.latest);
  const current = fn.latest.code.sha256;
  if (CodeSha256 !== undefined && CodeSha256 !== current) {
    throw invalidParameter(
      `CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const version = publish(call, fn, typeof Description === "string" ? Description : undefined);
  return describeVersion(call, fn.name, version, call.now(), version.version);
}

/** Freezes `$LATEST`. If nothing has changed since the last version, that version is returned. */
export function publish(call: Call, fn: LambdaFunction, description?: string): Version {
  const { settings, code } = fn.latest;
  const last = fn.versions.at(-1);
  if (last?.code.sha256 === code.sha256 && isDeepStrictEqual(last.publishedFrom, settings))
    return last;
  const frozen = { ...settings, ...(description && { Description: description }) };
  const version = {
    ...newVersion(String(fn.nextVersion), frozen, code, call.now()),
    publishedFrom: settings,
  };
  call.functions.set(fn.name, {
    ...fn,
    versions: [...fn.versions, version],
    nextVersion: fn.nextVersion + 1,
  });
  return version;
}

export async function listVersions(call: Call): Promise<unknown> {
  const { fn } = findFunction(call);
  const now = call.now();
  return {
    Versions: [fn.latest, ...fn.versions].map((version) =>
      describeVersion(call, fn.name, version, now, version.version),
    ),
  };
}

/** Whether the number is `$LATEST` or that of a published version. */
export function hasVersion(fn: LambdaFunction, number: unknown): number is string {
  return number === LATEST || fn.versions.some(({ version }) => version === number);
}
