import { type Alias, LATEST, type LambdaFunction, type Version } from "../model.ts";
import { functionArn, type Place } from "../names.ts";
import { describeSettings } from "../settings/describe.ts";

/** Returns which of its two revision ids a version has now. */
export function revisionOf({ revisions, activeFrom, updatedFrom }: Version, now: number): string {
  return revisions[now < Math.max(activeFrom, updatedFrom) ? 0 : 1];
}

/**
 * Describes a version as AWS's FunctionConfiguration.
 * @param qualifier as the request named it
 */
export function describeVersion(
  place: Place,
  name: string,
  version: Version,
  now: number,
  qualifier?: string,
) {
  const { settings, code } = version;
  return {
    FunctionName: name,
    FunctionArn: functionArn(place, name, qualifier),
    ...describeSettings(settings, name),
    PackageType: "Zip",
    CodeSize: code.bytes,
    CodeSha256: code.sha256,
    LastModified: version.lastModified,
    Version: version.version,
    RevisionId: revisionOf(version, now),
    ...describeState(version, now),
  };
}

function describeState({ activeFrom, updatedFrom }: Version, now: number) {
  const state =
    now < activeFrom
      ? {
          State: "Pending",
          StateReason: "The function is being created.",
          StateReasonCode: "Creating",
        }
      : { State: "Active" };
  const update =
    now < updatedFrom
      ? {
          LastUpdateStatus: "InProgress",
          LastUpdateStatusReason: "The function is being created.",
          LastUpdateStatusReasonCode: "Creating",
        }
      : { LastUpdateStatus: "Successful" };
  return { ...state, ...update };
}

export function describeAlias(place: Place, name: string, alias: Alias) {
  return {
    AliasArn: functionArn(place, name, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    RevisionId: alias.revision,
  };
}

/** Finds the version that a qualifier means. No qualifier means `$LATEST`. */
export function versionFor(fn: LambdaFunction, qualifier: string = LATEST): Version | undefined {
  if (qualifier === LATEST) return fn.latest;
  const number = fn.aliases.find(({ name }) => name === qualifier)?.version ?? qualifier;
  return number === LATEST ? fn.latest : fn.versions.find(({ version }) => version === number);
}
