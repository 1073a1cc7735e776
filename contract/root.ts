/**
 * The root and what lies in it. It is the same path while building (seen by child processes only) and in
 * Lambda, because Ruby's and the gems' binaries hold absolute paths; it is short, because paths inside
 * binaries are replaced at equal length (`/usr/lib/ruby` becomes `/tmp/mm/ruby/`).
 */
export const ROOT = "/tmp/mm";

/** The staged app. */
export const APP_DIR = `${ROOT}/app`;

/** Bundler's `path`: gems lie in `gems/ruby/<abi>/gems`. */
export const GEMS_DIR = `${ROOT}/gems`;

/** Executables: `ruby` and what the user asked to carry. */
export const BIN_DIR = `${ROOT}/bin`;

/** The dynamic loader and every shared library. */
export const LIB_DIR = `${ROOT}/lib`;

/** What bootsnap has compiled, of the gems in their archive and of the app in its own. */
export const COMPILE_CACHE_DIR = `${ROOT}/cache`;

/** Mode 0700, made by the proxy: the rack server's socket lies here. Never in an archive. */
export const RUN_DIR = `${ROOT}/run`;

/** The Unix socket on which the rack server listens. */
export const SOCKET = `${RUN_DIR}/server.sock`;

/** A writable HOME for the rack server and its children. Never in an archive. */
export const HOME_DIR = `${ROOT}/home`;
