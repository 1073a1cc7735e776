/**
 * The root. It is the same path in Lambda and while building (where only child processes see it), because Ruby's and
 * the gems' binaries hold absolute paths. It is short, because paths inside binaries are replaced by paths of equal
 * length (`/usr/lib/ruby` becomes `/tmp/mm/ruby/`).
 */
export const ROOT = "/tmp/mm";

/** The staged app. */
export const APP_DIR = `${ROOT}/app`;

/** Bundler's `path`. The gems lie in `gems/ruby/<abi>/gems`. */
export const GEMS_DIR = `${ROOT}/gems`;

/** Executables: `ruby` and those that the user asked to carry. */
export const BIN_DIR = `${ROOT}/bin`;

/** The dynamic loader and every shared library. */
export const LIB_DIR = `${ROOT}/lib`;

/**
 * Bootsnap's compile cache. The part compiled from the gems is packed in their archive, the part compiled from the
 * app in the app's.
 */
export const COMPILE_CACHE_DIR = `${ROOT}/cache`;

/** The code pack: what the server loads of Ruby and the gems where bootsnap does not compile it. */
export const CODE_PACK_DIR = `${COMPILE_CACHE_DIR}/pack`;

/** The same of the app's own files, where bootsnap does not compile them. */
export const APP_PACK_DIR = `${COMPILE_CACHE_DIR}/pack-of-app`;

/** The folder of the rack server's socket: mode 0700, made by the proxy. Never in an archive. */
export const RUN_DIR = `${ROOT}/run`;

/** The Unix socket on which the rack server listens. */
export const SOCKET = `${RUN_DIR}/server.sock`;

/** The port of 127.0.0.1 on which a rack server listens that cannot listen on a Unix socket. */
export const TCP_PORT = 8080;

/** A writable HOME for the rack server and its children. Never in an archive. */
export const HOME_DIR = `${ROOT}/home`;
