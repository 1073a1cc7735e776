import { OUR_FOLDER } from "../app/our-folder.ts";
import type { Repository } from "./copy/repository.ts";

/** Where our gem lies in the staged app. */
export const GEM_PATH = `${OUR_FOLDER}/gem`;

/** One changed file of the staged app. */
export interface Edit {
  /** Relative to the staged app. */
  readonly path: string;
  /** undefined if the file is new. */
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
  /** Folders that apps write to, made if they are missing. */
  readonly folders: readonly string[];
  /** Whether programs in `bin/` that could not be started are made to start. */
  readonly repairsPrograms: boolean;
  /** What is copied besides the app's folder. */
  readonly repository: Repository | undefined;
  /** The paths that Bundler is given, relative to the staged app. */
  readonly gemfile: string;
  readonly lockfile: string;
  /** What the lockfile needs from Bundler before it can be installed on this machine. */
  readonly missing: Missing;
  /** Files below the root that every Ruby of the app is to read first. */
  readonly requires: readonly string[];
  /** For the owner of the app, a line each. */
  readonly notices: readonly string[];
}

/** What only Bundler can write: a lockfile, the lines of a gem that was added to the Gemfile, or a platform. */
export type Missing = "lockfile" | "gem" | "platform" | "nothing";

/** A file that the app does not have. In our own folder every file is: the copy rule leaves that folder out. */
export function newFile(path: string, after: string, reason: string): Edit {
  return { path, before: undefined, after, reason };
}
