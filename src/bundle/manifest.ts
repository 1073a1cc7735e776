import type { ArchiveRef, Label, Manifest, ServerCommand } from "../../contract/manifest.ts";
import { sha256Hex } from "../digest.ts";
import type { PackedArchive } from "./pack.ts";

/** Where an archive lies in the bucket: its name is its content. */
export function archiveRef(app: string, packed: PackedArchive): ArchiveRef {
  const { name, sha256, bytes, unpackedBytes } = packed;
  return { name, key: `${app}/archives/${sha256}.tar.zst`, sha256, bytes, unpackedBytes };
}

export function createManifest(options: {
  readonly archives: readonly ArchiveRef[];
  readonly server: ServerCommand;
  readonly label: Label;
  readonly healthCheckPath: string;
}): Manifest {
  return { schema: 1, ...options, frontDoor: "rest-api", responseMode: "buffer" };
}

/** All archives that a manifest names. */
export function archivesOf({ archives, earlierAssets }: Manifest): readonly ArchiveRef[] {
  return earlierAssets ? [...archives, earlierAssets] : archives;
}

/** One digest for the whole bundle: archives and how they are run, whatever was live before. */
export function bundleDigest(manifest: Manifest): string {
  const { earlierAssets: _, ...bundle } = manifest;
  return sha256Hex(JSON.stringify(bundle));
}
