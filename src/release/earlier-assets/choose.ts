import type { ArchiveRef } from "../../../contract/manifest.ts";
import type { RecordedAssets } from "../records/read-release.ts";

/** Digested assets of earlier releases that the new release names: pages that are open now still ask for them. */
export type EarlierAssets =
  | { readonly kind: "none" }
  /** The archive that the live release names, once more: both releases have the same assets. */
  | { readonly kind: "carry-over"; readonly archive: ArchiveRef }
  /** Files of the live release that the new one lacks, to be packed into an archive of their own. */
  | { readonly kind: "collect"; readonly from: ArchiveRef; readonly paths: readonly string[] };

/**
 * Chooses the earlier assets, of one generation only: those that the live release had from an earlier one
 * are dropped as soon as the assets change. The same assets give the same answer, so that a deploy without
 * changes has nothing to do.
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
  return same && live.earlier ? { kind: "carry-over", archive: live.earlier } : { kind: "none" };
}
