import type { Repository } from "./copy/repository.ts";

/** One changed file of the staged app. */
export interface Edit {
  /** Relative to the staged app. */
  readonly path: string;
  /** undefined where the file is new. */
  readonly before: string | undefined;
  readonly after: string;
  /** One line, for the owner of the app. */
  readonly reason: string;
}

/** What is done to the copy of the app, as data. */
export interface Injection {
  readonly edits: readonly Edit[];
  /** A folder that is copied as it is: our gem. */
  readonly gem: { readonly from: string; readonly path: string };
  /** Made where they are missing: apps write there. */
  readonly folders: readonly string[];
  /** What lies outside of the app's folder and is copied too. */
  readonly repository: Repository | undefined;
  /** By what names Bundler is told of them, relative to the staged app. */
  readonly gemfile: string;
  readonly lockfile: string;
  /** What the lockfile needs from Bundler before it can be installed on this machine. */
  readonly missing: Missing;
  /** Files below the root that every Ruby of the app is to read first. */
  readonly requires: readonly string[];
  /** For the owner of the app, a line each. */
  readonly notices: readonly string[];
}

/** What only Bundler can write: a lockfile, a gem that we added to the Gemfile, or a platform. */
export type Missing = "lockfile" | "gem" | "platform" | "nothing";
