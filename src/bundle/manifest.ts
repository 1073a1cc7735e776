import type {
  ArchiveName,
  ArchiveRef,
  HealthCheck,
  Label,
  Manifest,
  ServerCommand,
} from "../../contract/manifest.ts";
import { sha256Hex } from "../digest.ts";
import type { TrustLevel } from "../inputs/trust.ts";
import type { PackedArchive } from "./archive/pack.ts";

/**
 * Returns the prefix of an archive's pieces in the bucket. By it a role may be allowed to read or write the archives of
 * one trust level, or of some names.
 */
export function archivePrefix(app: string, trust: TrustLevel, name: ArchiveName): string {
  return `${app}/archives/${trust}/${name}/`;
}

/** Refers to an archive whose pieces lie in the bucket under the digests of their content. */
export function archiveRef(
  app: string,
  trust: TrustLevel,
  packed: Pick<PackedArchive, "name" | "pieces" | "unpackedBytes">,
): ArchiveRef {
  const { name, pieces, unpackedBytes } = packed;
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  return { name, prefix: archivePrefix(app, trust, name), pieces, bytes, unpackedBytes };
}

export function createManifest(options: {
  readonly archives: readonly ArchiveRef[];
  readonly server: ServerCommand;
  readonly label: Label;
  readonly healthCheck: HealthCheck;
}): Manifest {
  return { schema: 1, ...options };
}

/** All archives that a manifest names. */
export function archivesOf({ archives, earlierAssets }: Manifest): readonly ArchiveRef[] {
  return earlierAssets ? [...archives, earlierAssets] : archives;
}

/**
 * One digest of the whole bundle: the archives and how they are run, without the assets of earlier releases and the way in
 * which responses reach clients.
 */
export function bundleDigest(manifest: Manifest): string {
  const { earlierAssets: _, responseMode: __, ...bundle } = manifest;
  return sha256Hex(JSON.stringify(bundle));
}
