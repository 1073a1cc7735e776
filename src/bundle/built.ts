import type { ArchiveRef, Label, Manifest } from "../../contract/manifest.ts";
import type { LeftOut } from "../inject/left-out/left-out.ts";
import type { PackagedRuby } from "../ruby/packaged.ts";
import type { Part } from "./parts.ts";

/** An archive on this machine and its name in the bucket. */
export interface BuiltArchive {
  readonly ref: ArchiveRef;
  /** Folder of its pieces, each a file named by its digest. */
  readonly folder: string;
  readonly parts: readonly Part[];
}

/** The result of a build. All of it is still on this machine. */
export interface Built {
  readonly manifest: Manifest;
  readonly archives: readonly BuiltArchive[];
  /** The app's digested assets; paths relative to the root. */
  readonly assets: readonly string[];
  readonly label: Label;
  /** Names of the variables that seal the app's sessions. The stage keeps a value for each. */
  readonly sessionSecrets: readonly string[];
  /** What was changed in the staged app, as a unified diff without secrets. */
  readonly injectionDiff: string;
  /** What of the checkout and of the build does not travel. */
  readonly leftOut?: readonly LeftOut[];
  /** One line for the reader: Ruby, Rails, server, where the gems came from. */
  readonly describes: string;
  /** Lets later builds find the archives `ruby` and `gems`; undefined if they cannot, or already do. */
  readonly forLaterBuilds?:
    | {
        readonly recipe: string;
        readonly ruby: PackagedRuby;
        /** The archive `gems` with programs that only build, where Lambda gets one without them. */
        readonly gems?: BuiltArchive;
      }
    | undefined;
}

/** The archives `ruby` and `gems` that an earlier build of the same recipe left in the bucket. */
export interface EarlierBuild {
  readonly ruby: PackagedRuby;
  readonly archives: readonly BuiltArchive[];
}
