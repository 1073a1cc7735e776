import type { ArchiveRef } from "../../contract/manifest.ts";
import type { BuiltArchive } from "../bundle/built.ts";
import { formatBytes } from "../format.ts";
import type { BundleStore } from "../ports/bundle-store.ts";

/**
 * Uploads the archives that the bucket lacks, creating the bucket first.
 * @param log is told of each archive
 * @returns those that were uploaded
 */
export async function uploadMissing(
  store: BundleStore,
  bucket: string,
  archives: readonly BuiltArchive[],
  log: (line: string) => void,
): Promise<readonly ArchiveRef[]> {
  await store.ensureBucket(bucket);
  const uploaded: ArchiveRef[] = [];
  for (const { ref, file } of archives) {
    const size = formatBytes(ref.bytes);
    if (await store.has(bucket, ref.key)) {
      log(`${ref.name}: ${size}, unchanged`);
      continue;
    }
    await store.upload(bucket, ref.key, file, ref.sha256, ref.bytes);
    log(`${ref.name}: ${size}, uploaded`);
    uploaded.push(ref);
  }
  return uploaded;
}
