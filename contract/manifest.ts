/**
 * The archives of a bundle, in the order in which they are listed everywhere. `assets` holds the digested files of
 * the previous release that this one lacks.
 */
export type ArchiveName = "ruby" | "gems" | "app" | "assets";

/**
 * A tar, cut into pieces. Each piece is compressed and named by its digest, so pieces are fetched in parallel and a
 * small change uploads few of them. Decompressed and in order, they are the tar. Its entries are relative to the root.
 */
export interface ArchiveRef {
  readonly name: ArchiveName;
  /** Prefix of its pieces' S3 keys: `<app>/archives/<trust level>/<name>/`. */
  readonly prefix: string;
  readonly pieces: readonly Piece[];
  /** Sum of the compressed pieces, in bytes. */
  readonly bytes: number;
  /** Sum of the sizes of the files in it, in bytes. */
  readonly unpackedBytes: number;
}

/** A part of an archive: one zstd frame. */
export interface Piece {
  /** Lower-case hex SHA-256 of the compressed bytes. */
  readonly sha256: string;
  /** Compressed size in bytes. */
  readonly bytes: number;
  /** Size of the part of the tar that it holds, in bytes. */
  readonly tarBytes: number;
}

/** Names the S3 key of a piece. */
export function pieceKey({ prefix }: Pick<ArchiveRef, "prefix">, { sha256 }: Piece): string {
  return `${prefix}${sha256}.zst`;
}

/** The command by which the proxy starts the rack server. */
export interface ServerCommand {
  /** Absolute path of the executable, then its arguments. It listens on SOCKET (root.ts), or on its port. */
  readonly argv: readonly string[];
  /** The TCP port of 127.0.0.1 on which it listens, if it cannot listen on a Unix socket. */
  readonly port?: number;
  /**
   * The archive that holds the executable and everything that it reads before the first file that `argv` names. The
   * proxy may start the interpreter when this one is whole. Without it, all archives come first.
   */
  readonly startsAfter?: ArchiveName;
  readonly cwd: string;
  /** Set for the rack server, whatever the function's environment says. */
  readonly env: Readonly<Record<string, string>>;
  /** Set for the rack server if the function's environment does not set it. */
  readonly defaults: Readonly<Record<string, string>>;
  /**
   * Whether our rackup file runs the app: then the gem answers the request by which a prewarm has it load what is
   * deferred. An app without it would take that request for a client's.
   */
  readonly takesPrewarm?: true;
}

/** The prefix of the app's lines in the log. */
export type Label = "Rails" | "Rack";

/** What is asked before a version gets traffic, and after. */
export interface HealthCheck {
  /** Such as `/up`. */
  readonly path: string;
}

/**
 * Names the bundle's archives by digest, and says how to run the app. It lies in the function zip, so it changes only
 * with a version. Within a schema number members are only added: a proxy reads manifests of its own number.
 */
export interface Manifest {
  readonly schema: 1;
  readonly archives: readonly ArchiveRef[];
  /**
   * Digested files of the previous release, for pages that were opened under it. They are loaded once the app
   * serves; if that fails, the app serves without them.
   */
  readonly earlierAssets?: ArchiveRef;
  readonly server: ServerCommand;
  readonly label: Label;
  readonly healthCheck: HealthCheck;
  /** Whether the proxy can stream responses, to the front doors that ask for it. Absent: it gives whole results only. */
  readonly responseMode?: "stream";
}

/** Name of the manifest's file in the function zip. */
export const MANIFEST_FILE = "manifest.json";

/** Lambda's handler string for the proxy in the function zip (`index.mjs`, export `handler`). */
export const HANDLER = "index.handler";
