import type { ArchiveRef } from "../../../contract/manifest.ts";
import type { RecordedAssets } from "../records/release-record.ts";

/** What becomes of the live release's digested assets, which pages that are open now go on asking for. */
export type EarlierAssets =
  | { readonly kind: "none" }
  /** The app's assets are the live release's: what that one has of an earlier release stays too. */
  | { readonly kind: "keep"; readonly archive: ArchiveRef }
  /** The live release has files that the new one lacks. */
  | { readonly kind: "collect"; readonly from: ArchiveRef; readonly paths: readonly string[] };

/**
 * One generation only: what the live release had of an earlier one goes as soon as the assets change.
 * The same assets give the same answer, so that an unchanged deploy has nothing to change.
 * @param own paths of the new release's digested assets
 */
export function chooseEarlierAssets(
  own: readonly string[],
  live: RecordedAssets | undefined,
): EarlierAssets {
  if (live === undefined) return { kind: "none" };
  const has = new Set(own);
  const paths = live.own.filter((path) => !has.has(path));
  if (paths.length > 0) return { kind: "collect", from: live.app, paths };
  const same = own.length === live.own.length;
  return same && live.earlier ? { kind: "keep", archive: live.earlier } : { kind: "none" };
}
