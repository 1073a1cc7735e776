import { LIB_DIR, ROOT } from "../../../contract/root.ts";

/** A folder of modules or data that a library reads. */
interface Folder {
  /** The start of the library's name. */
  readonly library: string;
  /** Set if the path cannot be replaced. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A folder whose path the library has compiled in. */
export interface CompiledIn extends Folder {
  /** Finds it among the paths that are compiled in. */
  readonly compiledIn: RegExp;
  readonly to: string;
}

/** A folder that is found in the library's own folder: its path is not compiled in as one string. */
export interface Beside extends Folder {
  /** Finds it by its name. */
  readonly beside: RegExp;
  /** `{folder}` is the last name of the library's own folder, `{name}` what was found beside it. */
  readonly to: string;
}

const SSL = `${ROOT}/ssl`;
const MAGICK = `${LIB_DIR}/magick`;
const GCONV = `${LIB_DIR}/gconv`;
const VIPS = `${LIB_DIR}/vips`;
const HEIF = `${LIB_DIR}/heif`;
const MARIADB = `${LIB_DIR}/mariadb`;
const MAGICK_SETTINGS = `${ROOT}/magick/etc`;
const MAGICK_TEXTS = `${ROOT}/magick/share`;

export const KNOWN_FOLDERS: readonly (CompiledIn | Beside)[] = [
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
  // caching_sha2_password, the usual authentication of MySQL 8, is one of them.
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
  // Unless libvips is given a prefix, it guesses one by the name of the program. It looks there below the last name of
  // the folder that it was installed in, such as `x86_64-linux-gnu`.
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
