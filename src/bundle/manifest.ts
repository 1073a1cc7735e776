import type { ArchiveRef, Label, Manifest, ServerCommand } from "../../contract/manifest.ts";
import { sha256Hex } from "../digest.ts";
import type { PackedArchive } from "./archive/pack.ts";

/** An archive by name: its pieces lie in the bucket under their content's digest. */
export function archiveRef(app: string, packed: PackedArchive): ArchiveRef {
  const { name, pieces, unpackedBytes } = packed;
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  return { name, prefix: `${app}/archives/`, pieces, bytes, unpackedBytes };
}

export function createManifest(options: {
  readonly archives: readonly ArchiveRef[];
  readonly server: ServerCommand;
  readonly label: Label;
  readonly healthCheckPath: string;
}): Manifest {
  return { schema: 1, ...options };
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
