import { basename, dirname } from "node:path";
import { LIB_DIR, ROOT } from "../../../contract/root.ts";
import type { Carried, CarriedLibraries } from "./carried.ts";

/** A folder of modules or data that a library reads. */
interface Folder {
  /** Start of the library's name. */
  readonly library: string;
  /** Finds it among the paths that the library has compiled in. */
  readonly compiledIn?: RegExp;
  /** Finds it by name in the library's own folder: its path is not compiled in as one string. */
  readonly beside?: RegExp;
  /** `{folder}` is the last name of the library's own folder, `{name}` what was found beside it. */
  readonly to: string;
  /** Set where the path cannot be replaced. */
  readonly variables: Readonly<Record<string, string>>;
}

const SSL = `${ROOT}/ssl`;
const MAGICK = `${LIB_DIR}/magick`;
const GCONV = `${LIB_DIR}/gconv`;
const VIPS = `${LIB_DIR}/vips`;
const HEIF = `${LIB_DIR}/heif`;
const MARIADB = `${LIB_DIR}/mariadb`;
const MAGICK_SETTINGS = `${ROOT}/magick/etc`;
const MAGICK_TEXTS = `${ROOT}/magick/share`;

const FOLDERS: readonly Folder[] = [
  {
    library: "libc.so",
    compiledIn: /^.*\/gconv$/,
    to: GCONV,
    variables: { GCONV_PATH: GCONV },
  },
  {
    library: "libcrypto.so",
    compiledIn: /^.*\/ossl-modules$/,
    to: `${SSL}/modules`,
    variables: { OPENSSL_MODULES: `${SSL}/modules` },
  },
  {
    library: "libcrypto.so",
    compiledIn: /^.*\/engines-[\d.]+$/,
    to: `${SSL}/engines`,
    variables: { OPENSSL_ENGINES: `${SSL}/engines` },
  },
  // MySQL 8's usual authentication, caching_sha2_password, is one of them.
  {
    library: "libmariadb.so",
    compiledIn: /^.*\/plugin$/,
    to: MARIADB,
    variables: { MARIADB_PLUGIN_DIR: MARIADB },
  },
  // Coders, filters and config. https://imagemagick.org/script/resources.php#environment
  {
    library: "libMagickCore",
    compiledIn: /^\/\S+?\/ImageMagick-[\d.]+(?=\/.*\/coders$)/,
    to: MAGICK,
    variables: { MAGICK_CODER_MODULE_PATH: `${MAGICK}/modules-Q16/coders` },
  },
  {
    library: "libMagickCore",
    compiledIn: /^\/\S*etc\/ImageMagick-\d+/,
    to: MAGICK_SETTINGS,
    variables: { MAGICK_CONFIGURE_PATH: `${MAGICK_SETTINGS}:${MAGICK_TEXTS}` },
  },
  {
    library: "libMagickCore",
    compiledIn: /^\/\S+\/share\/ImageMagick-\d+/,
    to: MAGICK_TEXTS,
    variables: { MAGICK_CONFIGURE_PATH: `${MAGICK_SETTINGS}:${MAGICK_TEXTS}` },
  },
  // libvips guesses a prefix by the name of the program unless it is told one, and looks there below the
  // last name of the folder that it was installed in, such as `x86_64-linux-gnu`.
  // https://github.com/libvips/libvips/blob/v8.16.0/libvips/iofuncs/init.c (vips_guess_libdir)
  {
    library: "libvips.so",
    beside: /^vips-modules-[\d.]+$/,
    to: `${VIPS}/{folder}/{name}`,
    variables: { VIPSHOME: VIPS },
  },
  // https://github.com/strukturag/libheif#plugins
  {
    library: "libheif.so",
    beside: /^libheif$/,
    to: HEIF,
    variables: { LIBHEIF_PLUGIN_PATH: `${HEIF}/plugins` },
  },
];

/** @param list the names in a folder of this machine */
export function planFolders(
  libraries: CarriedLibraries,
  list: (folder: string) => readonly string[],
): readonly Carried[] {
  return FOLDERS.flatMap(({ library, compiledIn, beside, to, variables }): Carried[] => {
    if (compiledIn) {
      return strings(libraries, library, compiledIn).map((from) => ({
        library,
        rewrite: { from, to },
        copies: [{ from, to }],
        variables,
      }));
    }
    const found = [...libraries].filter(([name]) => name.startsWith(library));
    return found.flatMap(([, { from }]) =>
      list(dirname(from))
        .filter((name) => beside?.test(name))
        .map((name) => {
          const target = to.replace("{folder}", basename(dirname(from))).replace("{name}", name);
          return {
            library,
            rewrite: undefined,
            copies: [{ from: `${dirname(from)}/${name}`, to: target }],
            variables,
          };
        }),
    );
  });
}

/** What a pattern matches of the paths that are compiled in. */
function strings(libraries: CarriedLibraries, library: string, pattern: RegExp): readonly string[] {
  const found = new Set<string>();
  for (const [name, { bytes }] of libraries) {
    if (!name.startsWith(library)) continue;
    for (const [path] of bytes.toString("latin1").matchAll(/(?<=\0)\/[\w./-]+(?=\0)/g)) {
      const match = pattern.exec(path);
      if (match) found.add(match[0]);
    }
  }
  return [...found].sort();
}
