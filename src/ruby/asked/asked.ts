/** What the inputs `libraries`, `executables` and `files` name: nothing else shows that the app needs it. */
export interface Asked {
  /** By name, such as `libsodium.so.23`, or by path. */
  readonly libraries: readonly string[];
  /** Programs, each with its file on this machine. */
  readonly executables: readonly { readonly name: string; readonly path: string }[];
  /** Absolute paths of files and folders. */
  readonly files: readonly string[];
}

export const NOTHING_ASKED: Asked = { libraries: [], executables: [], files: [] };
