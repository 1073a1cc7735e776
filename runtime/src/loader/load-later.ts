import fs from "node:fs";
import { dirname } from "node:path";
import { STAGING } from "../../../contract/entry-path.ts";
import type { ArchiveRef } from "../../../contract/manifest.ts";
import type { S3Location } from "../config.ts";
import { loadBundle } from "./load.ts";
import { loadedFiles, Marker } from "./marker.ts";

/**
 * Brings an archive to the root while the app serves from there. Files are written and verified in another folder,
 * then linked, so that a file is there completely or not at all. Files that exist already stay as they are.
 * @throws LoadError; the other folder is removed
 */
export async function loadLater(ref: ArchiveRef, s3: S3Location, root: string): Promise<void> {
  if (loadedFiles(root, ref)) return;
  const aside = `${root}/${STAGING}`;
  fs.mkdirSync(aside, { recursive: true });
  try {
    await loadBundle([ref], s3, aside);
    const files = loadedFiles(aside, ref)!;
    for (const file of files) link(`${aside}/${file}`, `${root}/${file}`);
    const marker = new Marker(root, ref);
    marker.add(files);
    marker.finish();
  } finally {
    fs.rmSync(aside, { recursive: true });
  }
}

function link(from: string, to: string): void {
  fs.mkdirSync(dirname(to), { recursive: true });
  try {
    fs.linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
