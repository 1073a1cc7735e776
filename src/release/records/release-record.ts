import type { ArchiveRef, Manifest } from "../../../contract/manifest.ts";
import { archivesOf, bundleDigest } from "../../bundle/manifest.ts";

/** What tags cannot hold about a release. Written once, never edited. */
export interface ReleaseRecord {
  readonly schema: 1;
  readonly version: string;
  readonly previousVersion: string | undefined;
  readonly bundleDigest: string;
  /** All archives that this version names. */
  readonly archives: readonly ArchiveRef[];
  /** The app's own digested assets; paths relative to the root. */
  readonly assets: readonly string[];
  /** Names (never values) that this release's `environment` set. */
  readonly variables: readonly string[];
  /** ISO 8601, UTC. */
  readonly releasedAt: string;
}

/** Returns a record's key: `<app>/<stage>/releases/<version>.json`. */
export function recordKey(app: string, stage: string, version: string): string {
  return `${recordsPrefix(app, stage)}${version}.json`;
}

/** Returns the prefix of the keys of a stage's records. */
export function recordsPrefix(app: string, stage: string): string {
  return `${app}/${stage}/releases/`;
}

/** Makes the record of a release. */
export function releaseRecord(of: {
  readonly version: string;
  readonly previousVersion: string | undefined;
  readonly manifest: Manifest;
  readonly assets: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly now: number;
}): ReleaseRecord {
  return {
    schema: 1,
    version: of.version,
    previousVersion: of.previousVersion,
    bundleDigest: bundleDigest(of.manifest),
    archives: archivesOf(of.manifest),
    assets: of.assets,
    variables: Object.keys(of.environment),
    releasedAt: new Date(of.now).toISOString(),
  };
}
