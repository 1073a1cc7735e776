import { gemName } from "../../gems/gem-name.ts";

/** Stands for glibc in `neededBy`. */
export const GLIBC = "glibc";

/**
 * Loaded by name at run time, so no file's DT_NEEDED names them. Without libgcc_s a cancelled thread aborts.
 * Gems that were compiled for an older glibc ask for its stubs (libpthread and so on). NSS looks up hosts and
 * users.
 */
const BY_GLIBC = [
  "libgcc_s.so.1",
  "libpthread.so.0",
  "libdl.so.2",
  "librt.so.1",
  "libutil.so.1",
  "libanl.so.1",
  "libnss_files.so.2",
  "libnss_dns.so.2",
  "libresolv.so.2",
];

/** Gems that load a library by its name through ffi, and the names that they try. */
const BY_GEMS: ReadonlyMap<string, readonly string[]> = new Map([
  ["ruby-vips", ["libvips.so.42", "libgobject-2.0.so.0", "libglib-2.0.so.0"]],
  ["ethon", ["libcurl.so.4"]],
  ["rbnacl", ["libsodium.so.23", "libsodium.so.26"]],
  ["ffi-rzmq-core", ["libzmq.so.5"]],
  ["ffi-hunspell", ["libhunspell-1.7.so.0"]],
]);

/** A library that something asks for by its name alone. */
export interface Named {
  readonly name: string;
  readonly neededBy: string;
  /** Whether its absence is an error. Otherwise it is carried only if the machine has it. */
  readonly required: boolean;
}

/**
 * Lists what glibc, the user and the gems ask for by name.
 * @param gems names with versions, such as `ruby-vips-2.2.0`
 * @param asked by the input `libraries`
 */
export function planNamed(gems: readonly string[], asked: readonly string[]): readonly Named[] {
  const byGems = gems.flatMap((gem) =>
    (BY_GEMS.get(gemName(gem)) ?? []).map((name) => ({
      name,
      neededBy: `gem \`${gem}\``,
      required: false,
    })),
  );
  return [
    ...BY_GLIBC.map((name) => ({ name, neededBy: GLIBC, required: false })),
    ...asked.map((name) => ({ name, neededBy: "input `libraries`", required: true })),
    ...byGems,
  ];
}
