/**
 * The archives of a bundle, in the order in which they are listed everywhere; `assets` is what the release
 * before had and this one has not.
 */
export const ARCHIVE_NAMES = ["ruby", "gems", "app", "assets"] as const;
export type ArchiveName = (typeof ARCHIVE_NAMES)[number];

/**
 * A tar, cut into pieces that are compressed and addressed each by itself: they are fetched side by side, and
 * a small change moves few of them. In order and decompressed, they are the tar. Its entries are relative to
 * the root.
 */
export interface ArchiveRef {
  readonly name: ArchiveName;
  /** What the S3 keys of its pieces begin with: `<app>/archives/`. */
  readonly prefix: string;
  readonly pieces: readonly Piece[];
  /** Sum of the compressed pieces, in bytes. */
  readonly bytes: number;
  /** Sum of the sizes of the files in it, in bytes. */
  readonly unpackedBytes: number;
}

/** One zstd frame. */
export interface Piece {
  /** Lower-case hex SHA-256 of the compressed bytes. */
  readonly sha256: string;
  /** Compressed size in bytes. */
  readonly bytes: number;
  /** Size of the part of the tar that it holds, in bytes. */
  readonly tarBytes: number;
}

/** S3 key of a piece. */
export function pieceKey({ prefix }: Pick<ArchiveRef, "prefix">, { sha256 }: Piece): string {
  return `${prefix}${sha256}.zst`;
}

/** How the proxy starts the rack server. */
export interface ServerCommand {
  /** Absolute path of the executable, then its arguments. It listens on SOCKET (root.ts). */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Set for the rack server, whatever the function's environment says. */
  readonly env: Readonly<Record<string, string>>;
  /** Set for the rack server where the function's environment has no such name. */
  readonly defaults: Readonly<Record<string, string>>;
}

/** The prefix of the app's lines in the log. */
export type Label = "Rails" | "Rack";

/**
 * The lazy-load bundle by name and digest, and how to run it. It lies in the function zip, so it changes
 * only with a version. Additive only: a proxy reads manifests of its own schema number.
 */
export interface Manifest {
  readonly schema: 1;
  readonly archives: readonly ArchiveRef[];
  /**
   * Digested files of the release before, for pages that were opened then. Loaded once the app serves, which
   * does without them where that fails.
   */
  readonly earlierAssets?: ArchiveRef;
  readonly server: ServerCommand;
  readonly label: Label;
  /** Path asked for before traffic is let in, such as `/up`. */
  readonly healthCheckPath: string;
}

/** Name of the manifest's file in the function zip. */
export const MANIFEST_FILE = "manifest.json";

/** Lambda's handler string for the proxy in the function zip (`index.mjs`, export `handler`). */
export const HANDLER = "index.handler";
