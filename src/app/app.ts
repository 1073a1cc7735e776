import type { Label } from "../../contract/manifest.ts";

/** Servers that the action knows how to start, best first. */
export const SERVERS = ["puma", "falcon", "unicorn", "webrick"] as const;

/** The program that serves the app. */
export type Server =
  | {
      readonly name: (typeof SERVERS)[number];
      /** undefined if there is no lockfile yet. */
      readonly version: string | undefined;
      /** The bundle has no server: the injection adds this one. */
      readonly added?: true;
    }
  /** The user's own shell line. */
  | { readonly name: "command"; readonly command: string };

/** The user's repository, as far as we need to know it. */
export interface App {
  /** Absolute. */
  readonly dir: string;
  readonly kind: "rails" | "rack";
  readonly label: Label;
  /** Relative to `dir`, as `lockfile` is; may lie above the app. */
  readonly gemfile: string;
  /** Where the lockfile lies, or will lie if there is none yet. */
  readonly lockfile: string;
  /** Gem -> version; empty if there is no lockfile. */
  readonly locked: ReadonlyMap<string, string>;
  readonly platforms: readonly string[];
  readonly bundledWith: string | undefined;
  readonly server: Server;
  /** Whether a gem of the bundle builds assets. Rake is asked before anything is built. */
  readonly hasAssets: boolean;
  readonly healthCheckPath: string;
  /** Why we think so, one line each, for the log. */
  readonly reasons: readonly string[];
}
