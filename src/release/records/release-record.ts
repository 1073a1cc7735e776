import type { ArchiveRef, Manifest } from "../../../contract/manifest.ts";
import { archivesOf, bundleDigest } from "../../bundle/manifest.ts";
import { TRUST_LEVELS } from "../../inputs/trust.ts";
import { list, object, text } from "../../shape.ts";
import { ARCHIVE_MEMBERS, readArchive } from "./read-archive.ts";

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

/** Returns the variables that a record names; none if there is no record or it has another form. */
export function formerlySet(record: unknown): readonly string[] {
  const { variables } = (record ?? {}) as { variables?: unknown };
  return Array.isArray(variables) ? variables.filter((name) => typeof name === "string") : [];
}

/** What a later release needs to know to go on serving a release's assets. */
export interface RecordedAssets {
  /** The app's own, paths relative to the root. */
  readonly own: readonly string[];
  /** The archive that holds them. */
  readonly app: ArchiveRef;
  /** The archive of those that only earlier releases had. */
  readonly earlier: ArchiveRef | undefined;
}

/** An asset: a file of the app, without `.` and `..`. */
const ASSET = /^app(\/(?!\.{1,2}(\/|$))[^/\0]+)+$/;

/**
 * Returns a record's assets; undefined if there is no record, if it is older than the recording of assets, or if it has
 * another form: the deploy then goes on without them.
 * @param app whose record it is
 */
export function recordedAssets(record: unknown, app: string): RecordedAssets | undefined {
  const { archives, assets } = (record ?? {}) as { archives?: unknown; assets?: unknown };
  const named = (name: "app" | "assets"): ArchiveRef | undefined => {
    const all: readonly unknown[] = Array.isArray(archives) ? archives : [];
    const found = all.find((one) => (one as Partial<ArchiveRef> | null)?.name === name);
    if (found === undefined) return undefined;
    const given = object(found, "archive", ARCHIVE_MEMBERS);
    return readArchive(given, "archive", { app, levels: TRUST_LEVELS, names: [name] });
  };
  try {
    const own = list(assets, "assets", 1_000_000, (path, at) => text(path, at, ASSET));
    const ofApp = named("app");
    return ofApp && { own, app: ofApp, earlier: named("assets") };
  } catch {
    return undefined;
  }
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
