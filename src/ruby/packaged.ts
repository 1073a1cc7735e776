import { BIN_DIR } from "../../contract/root.ts";
import { FILES } from "./asked/copy-files.ts";
import type { Carried } from "./carried/carried.ts";
import type { Closure, Missing } from "./closure/closure.ts";
import { GLIBC } from "./closure/loaded-by-name.ts";
import type { RubyInstallation } from "./interpreter/inspect.ts";

export interface PackagedRuby {
  readonly version: string;
  /** The folder's name in `gems/ruby/<abi>`. */
  readonly abi: string;
  readonly executable: string;
  /** For every process that runs this Ruby, whatever the function's environment says. */
  readonly env: Readonly<Record<string, string>>;
  /** Only if the function's environment has no such name. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Names below the root that make up the `ruby` archive. */
  readonly directories: readonly string[];
  readonly libraries: readonly {
    readonly name: string;
    readonly from: string;
    readonly neededBy: string;
  }[];
  /** Libraries that this machine does not have, and that gems load by name if they are used. */
  readonly absent: readonly Missing[];
}

/** Where Lambda looks for executables; ours go first. */
const PATH = `${BIN_DIR}:/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin`;

/**
 * For every process. Only this locale is carried. Besides, Ruby gives paths the encoding of the locale, and dumps that
 * into compiled files.
 */
export const ENVIRONMENT = { PATH, LANG: "C.UTF-8", LC_ALL: "C.UTF-8" } as const;

/** Everything below the root that Ruby may use; gems and app are archives of their own. */
export const DIRECTORIES: readonly string[] = [
  "bin",
  FILES,
  "fonts",
  "lib",
  "locale",
  "magick",
  "ruby",
  "ssl",
  "zoneinfo",
];

/**
 * Describes the Ruby that lies below the root.
 * @param unreplaced what is carried, but whose path is in no library
 * @param names what lies in the backing folder
 */
export function describePackaged(
  ruby: Pick<RubyInstallation, "version" | "abi">,
  { libraries, absent }: Pick<Closure, "libraries" | "absent">,
  unreplaced: readonly Carried[],
  names: readonly string[],
): PackagedRuby {
  return {
    version: ruby.version,
    abi: ruby.abi,
    executable: `${BIN_DIR}/ruby`,
    env: ENVIRONMENT,
    defaults: Object.assign({}, ...unreplaced.map(({ variables }) => variables)),
    directories: DIRECTORIES.filter((name) => names.includes(name)),
    libraries: libraries.map(({ name, from, neededBy }) => ({ name, from, neededBy })),
    absent: absent.filter(({ neededBy }) => neededBy !== GLIBC),
  };
}
