import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ArchiveRef } from "../../../contract/manifest.ts";
import { packArchive } from "../../bundle/archive/pack.ts";
import { pickFiles } from "../../bundle/archive/pick.ts";
import type { BuiltArchive } from "../../bundle/built.ts";
import { archiveRef } from "../../bundle/manifest.ts";
import type { TrustLevel } from "../../inputs/trust.ts";
import type { BundleStore } from "../../ports/bundle-store.ts";
import { fetchPieces } from "../records/fetch-pieces.ts";

/**
 * Packs some files of an archive in the bucket into an archive of their own.
 * @param scratch an existing folder
 * @returns a text that says what is wrong if the old archive cannot be read: that must not stop the new release
 */
export async function collectAssets(
  store: BundleStore,
  bucket: string,
  wanted: {
    readonly app: string;
    readonly trust: TrustLevel;
    readonly from: ArchiveRef;
    readonly paths: readonly string[];
  },
  scratch: string,
): Promise<BuiltArchive | string> {
  const { app, trust, from, paths } = wanted;
  const source = join(scratch, "live-app");
  const backing = join(scratch, "earlier");
  await mkdir(source);
  const wrong = await fetchPieces(store, bucket, [from], source);
  if (wrong !== undefined) return wrong;
  await mkdir(backing);
  const found = await pickFiles({ ...from, folder: source }, paths, backing).catch(
    (error: Error) => error.message,
  );
  await rm(source, { recursive: true });
  if (typeof found === "string") return `the live release's archive cannot be read: ${found}`;
  if (found === 0) return "the live release's archive has none of them";
  const folder = join(scratch, "assets");
  const packed = await packArchive({
    name: "assets",
    backing,
    directories: ["app"],
    leaveOut: () => false,
    folder,
  });
  return { ref: archiveRef(app, trust, packed), folder, parts: packed.parts };
}
