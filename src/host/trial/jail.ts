import type { Shown } from "./jail-files.ts";

/** A process to be started in a jail. */
export interface Inmate {
  /** An absolute path inside, then its arguments. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly shown: readonly Shown[];
  /** A folder for the jail's own files. */
  readonly scratch: string;
}

/** A way to start a process in a jail: a file system with only the files that are shown, and no network. */
export interface Jail {
  readonly name: string;
  /** Prefix that paths of a process inside have when seen from outside. */
  readonly prefix: (inmate: Inmate) => string;
  readonly command: (inmate: Inmate) => {
    readonly file: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
}
