import type { ArchiveName, ArchiveRef } from "../../../contract/manifest.ts";
import { isDigestedAsset } from "../../bundle/digested-assets.ts";
import { object } from "../../shape.ts";
import { type Allowed, ARCHIVE_MEMBERS, readArchive } from "./read-archive.ts";

/** What a later release needs to know to go on serving a release's assets. */
export interface RecordedAssets {
  /** The app's own, paths relative to the root. */
  readonly own: readonly string[];
  /** The archive that holds them. */
  readonly app: ArchiveRef;
  /** The archive of those that only earlier releases had. */
  readonly earlier: ArchiveRef | undefined;
}

/** What a release record says, as far as a later release uses it. */
export interface ReadRelease {
  /** Names of the variables that the release's `environment` set. */
  readonly formerlySet: readonly string[];
  /** Undefined if the record names none that can be used. */
  readonly assets: RecordedAssets | undefined;
  /** Why something in it is not used, one sentence each. */
  readonly problems: readonly string[];
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,255}$/;

/**
 * Reads a release record from the bucket. Nothing in it is taken on trust: what has another form than we write, or
 * leads elsewhere, counts as absent.
 * @param record as it was read; undefined if there is none
 * @param of the app and the trust level of the stage that reads it
 */
export function readRelease(record: unknown, of: Omit<Allowed, "names">): ReadRelease {
  if (record === undefined) return { formerlySet: [], assets: undefined, problems: [] };
  const { schema, variables, assets, archives } = Object(record) as Record<string, unknown>;
  if (schema !== 1) {
    const problems = ["The live release's record has an unknown form, and is not used."];
    return { formerlySet: [], assets: undefined, problems };
  }
  const problems: string[] = [];
  const not = (what: string, why: string) =>
    problems.push(`What the live release's record says of ${what} is not used: ${why}.`);
  const formerlySet = all(variables, NAME);
  if (formerlySet === undefined) not("variables", "it is no list of names");
  const own = listOf(assets, isDigestedAsset);
  if (own === undefined) not("assets", "it is no list of paths in `app/public/assets`");
  const find = (name: ArchiveName): ArchiveRef | undefined => {
    const found = (Array.isArray(archives) ? archives : []).find(
      (one: unknown) => Object(one).name === name,
    );
    if (found === undefined) return undefined;
    try {
      const given = object(found, name, ARCHIVE_MEMBERS);
      return readArchive(given, name, { ...of, names: [name] });
    } catch (error) {
      not(`the archive \`${name}\``, (error as Error).message);
      return undefined;
    }
  };
  const [app, earlier] = [find("app"), find("assets")];
  return {
    formerlySet: formerlySet ?? [],
    assets: own && app && { own, app, earlier },
    problems,
  };
}

function all(value: unknown, form: RegExp): readonly string[] | undefined {
  return listOf(value, (text) => form.test(text));
}

/** @returns undefined unless it is a list of texts that all fit */
function listOf(value: unknown, fits: (text: string) => boolean): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.every((one) => typeof one === "string" && fits(one)) ? value : undefined;
}
