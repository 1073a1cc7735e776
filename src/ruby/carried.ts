import { LIB_DIR, ROOT } from "../../contract/root.ts";
import type { RubyInstallation } from "./inspect.ts";
import { fits, type Rewrite } from "./rewrite.ts";

/**
 * Loaded by name at run time, so nothing's DT_NEEDED: without libgcc_s a cancelled thread aborts; the
 * stubs are asked for by gems that were compiled for an older glibc; NSS looks hosts and users up.
 */
export const LOADED_BY_NAME = [
  "libgcc_s.so.1",
  ...["libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1", "libanl.so.1"],
  ...["libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2"],
] as const;

/** Data or modules whose path a library has compiled in. */
export interface Carried {
  /** In which library: start of its name. */
  readonly library: string;
  readonly rewrite: Rewrite;
  /** What to copy, where it is there; `to` is below the root. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  /** Set where the library's path cannot be replaced. */
  readonly variables: Readonly<Record<string, string>>;
}

const SSL = `${ROOT}/ssl`;
const CERTIFICATES = `${SSL}/cert.pem`;
const ZONEINFO = `${ROOT}/zoneinfo`;
const DEBIAN_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/**
 * What no DT_NEEDED names, and whose absence shows late: US-ASCII as the default encoding, UTC for every
 * zone, TLS that trusts nobody.
 * @param libraries those that travel, by name
 */
export function planCarried(
  ruby: Pick<RubyInstallation, "openssl">,
  libraries: ReadonlyMap<string, Buffer>,
): readonly Carried[] {
  const folder = "/usr/lib/locale";
  const locale: Carried = {
    library: "libc.so",
    rewrite: { from: folder, to: `${ROOT}/locale` },
    copies: ["C.utf8", "C.UTF-8"].map((name) => ({
      from: `${folder}/${name}`,
      to: `${ROOT}/locale/${name}`,
    })),
    variables: { LOCPATH: `${ROOT}/locale` },
  };
  const zones = "/usr/share/zoneinfo";
  const zoneinfo: Carried = {
    library: "libc.so",
    rewrite: { from: zones, to: ZONEINFO },
    copies: [{ from: zones, to: ZONEINFO }],
    variables: { TZDIR: ZONEINFO },
  };
  const modules = (library: string, last: RegExp, to: string, variable: string): Carried[] =>
    compiledIn(libraries, library, last).map((from) => ({
      library,
      rewrite: { from, to },
      copies: [{ from, to }],
      variables: { [variable]: to },
    }));
  return [
    locale,
    zoneinfo,
    ...modules("libc.so", /\/gconv$/, `${LIB_DIR}/gconv`, "GCONV_PATH"),
    ...(ruby.openssl ? openssl(ruby.openssl) : []),
    ...modules("libcrypto.so", /\/ossl-modules$/, `${SSL}/modules`, "OPENSSL_MODULES"),
    ...modules("libcrypto.so", /\/engines-[\d.]+$/, `${SSL}/engines`, "OPENSSL_ENGINES"),
    // libcurl and others have Debian's bundle compiled in.
    {
      library: "lib",
      rewrite: { from: DEBIAN_CERTIFICATES, to: CERTIFICATES, file: true },
      copies: [],
      variables: {},
    },
  ];
}

function openssl({ directory, certificates }: NonNullable<RubyInstallation["openssl"]>): Carried[] {
  const carried: Carried = {
    library: "libcrypto.so",
    rewrite: { from: directory, to: SSL },
    // In this order: what is there already is not copied over. Never `private`.
    copies: [
      { from: certificates, to: CERTIFICATES },
      { from: DEBIAN_CERTIFICATES, to: CERTIFICATES },
      { from: `${directory}/openssl.cnf`, to: `${SSL}/openssl.cnf` },
    ],
    variables: { SSL_CERT_FILE: CERTIFICATES, OPENSSL_CONF: `${SSL}/openssl.cnf` },
  };
  return [carried];
}

/** Folders by their last name among a library's strings. */
function compiledIn(
  libraries: ReadonlyMap<string, Buffer>,
  library: string,
  last: RegExp,
): readonly string[] {
  const found = new Set<string>();
  for (const [name, bytes] of libraries) {
    if (!name.startsWith(library)) continue;
    for (const [path] of bytes.toString("latin1").matchAll(/(?<=\0)\/[\w./-]+(?=\0)/g)) {
      if (last.test(path)) found.add(path);
    }
  }
  return [...found].sort();
}

/** Rewrites of one library; those that do not fit are left to a variable. */
export function rewritesOf(carried: readonly Carried[], library: string): readonly Carried[] {
  return carried.filter((one) => library.startsWith(one.library) && fits(one.rewrite));
}

/** Not copied: the zones once more, the zone of this machine, and what they were made from. */
export function leftOutOfCarried(path: string): boolean {
  return /^\/usr\/share\/zoneinfo\/(posix|right|localtime|tzdata\.zi|leap.*)$/.test(path);
}
