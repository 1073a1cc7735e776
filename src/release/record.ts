import type { ArchiveRef, Manifest } from "../../contract/manifest.ts";
import { bundleDigest } from "../bundle/manifest.ts";

/** What tags cannot hold about a release. Written once, never edited. */
export interface ReleaseRecord {
  readonly schema: 1;
  readonly version: string;
  readonly previousVersion: string | undefined;
  readonly bundleDigest: string;
  readonly archives: readonly ArchiveRef[];
  /** Names (never values) that this release's `environment` set. */
  readonly variables: readonly string[];
  /** ISO 8601, UTC. */
  readonly releasedAt: string;
}

/** `<app>/<stage>/releases/<version>.json` */
export function recordKey(app: string, stage: string, version: string): string {
  return `${recordsPrefix(app, stage)}${version}.json`;
}

/** What the keys of a stage's records begin with. */
export function recordsPrefix(app: string, stage: string): string {
  return `${app}/${stage}/releases/`;
}

/** The names that a record holds; none where there is no record or it cannot be read. */
export function formerlySet(record: unknown): readonly string[] {
  const { variables } = (record ?? {}) as { variables?: unknown };
  return Array.isArray(variables) ? variables.filter((name) => typeof name === "string") : [];
}

export function releaseRecord(of: {
  readonly version: string;
  readonly previousVersion: string | undefined;
  readonly manifest: Manifest;
  readonly environment: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly now: number;
}): ReleaseRecord {
  return {
    schema: 1,
    version: of.version,
    previousVersion: of.previousVersion,
    bundleDigest: bundleDigest(of.manifest),
    archives: of.manifest.archives,
    variables: Object.keys(of.environment),
    releasedAt: new Date(of.now).toISOString(),
  };
}
