import { ROOT } from "../../../contract/root.ts";
import type { RubyInstallation } from "../interpreter/inspect.ts";
import { fits, type Rewrite } from "../rewrite-paths.ts";
import type { Carried, CarriedLibraries } from "./carried.ts";
import { planFolders } from "./folders.ts";
import { planFonts } from "./fonts.ts";

const SSL = `${ROOT}/ssl`;
const CERTIFICATES = `${SSL}/cert.pem`;
const ZONEINFO = `${ROOT}/zoneinfo`;
const DEBIAN_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

/**
 * Plans the data that no DT_NEEDED names. Without it, nothing fails at first, but the default encoding is
 * US-ASCII, every zone is UTC, and TLS trusts nobody.
 * @param libraries those that travel, by name
 * @param list the names in a folder of this machine
 */
export function planCarried(
  ruby: Pick<RubyInstallation, "openssl">,
  libraries: CarriedLibraries,
  list: (folder: string) => readonly string[],
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
  return [
    locale,
    zoneinfo,
    ...(ruby.openssl ? [planOpenssl(ruby.openssl)] : []),
    ...planFolders(libraries, list),
    ...planFonts(libraries),
    // libcurl and others have Debian's bundle compiled in.
    {
      library: "lib",
      rewrite: { from: DEBIAN_CERTIFICATES, to: CERTIFICATES, file: true },
      copies: [],
      variables: {},
    },
  ];
}

function planOpenssl({
  directory,
  certificates,
}: NonNullable<RubyInstallation["openssl"]>): Carried {
  return {
    library: "libcrypto.so",
    rewrite: { from: directory, to: SSL },
    // The order matters: a file that is there already is not copied again. The folder `private` never travels.
    copies: [
      { from: certificates, to: CERTIFICATES },
      { from: DEBIAN_CERTIFICATES, to: CERTIFICATES },
      { from: `${directory}/openssl.cnf`, to: `${SSL}/openssl.cnf` },
    ],
    variables: { SSL_CERT_FILE: CERTIFICATES, OPENSSL_CONF: `${SSL}/openssl.cnf` },
  };
}

/** Selects the paths to replace in one library. A path that does not fit is left to its variable. */
export function rewritesOf(
  carried: readonly Carried[],
  library: string,
): readonly { readonly one: Carried; readonly rewrite: Rewrite }[] {
  return carried.flatMap((one) => {
    const { rewrite } = one;
    return rewrite && library.startsWith(one.library) && fits(rewrite) ? [{ one, rewrite }] : [];
  });
}

/**
 * Whether a file stays behind: second copies of the zones, this machine's own zone, the sources of zones, and
 * fonts' indexes.
 */
export function leftOutOfCarried(path: string): boolean {
  return (
    /^\/usr\/share\/zoneinfo\/(posix|right|localtime|tzdata\.zi|leap.*)$/.test(path) ||
    /\/fonts\.(dir|scale|alias)$|\/\.uuid$/.test(path)
  );
}
