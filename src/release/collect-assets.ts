import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ArchiveRef } from "../../contract/manifest.ts";
import type { BuiltArchive } from "../bundle/built.ts";
import { archiveRef } from "../bundle/manifest.ts";
import { packArchive } from "../bundle/pack.ts";
import { pickFiles } from "../bundle/pick.ts";
import { sha256OfFile } from "../digest.ts";
import type { BundleStore } from "../ports/bundle-store.ts";

/**
 * Packs files of an archive in the bucket into one of their own.
 * @param scratch an existing folder
 * @returns in words, why that cannot be: a release that is damaged must not keep the next one from coming
 */
export async function collectAssets(
  store: BundleStore,
  bucket: string,
  wanted: {
    readonly app: string;
    readonly from: ArchiveRef;
    readonly paths: readonly string[];
  },
  scratch: string,
): Promise<BuiltArchive | string> {
  const { app, from, paths } = wanted;
  const source = join(scratch, "live-app.tar.zst");
  const backing = join(scratch, "earlier");
  if (!(await store.download(bucket, from.key, source))) return `${from.key} is gone`;
  if ((await sha256OfFile(source)) !== from.sha256) return `${from.key} is damaged`;
  await mkdir(backing);
  const found = await pickFiles(source, paths, backing);
  await rm(source);
  if (found === 0) return `${from.key} has none of them`;
  const file = join(scratch, "assets.tar.zst");
  const packed = await packArchive({
    name: "assets",
    backing,
    directories: ["app"],
    leaveOut: () => false,
    file,
  });
  return { ref: archiveRef(app, packed), file };
}
