import { describe, expect, test } from "@jest/globals";
import { leftOutOfCarried, planCarried, rewritesOf } from "../../../../src/ruby/carried/plan.ts";

const DEBIAN = "/etc/ssl/certs/ca-certificates.crt";
const openssl = { directory: "/etc/ssl", certificates: "/etc/ssl/cert.pem" };
const libraries = new Map([
  ["libc.so.6", { from: "/lib/libc.so.6", bytes: Buffer.from("\0/usr/lib64/glibc/gconv\0") }],
  ["libfontconfig.so.1", { from: "/lib/libfontconfig.so.1", bytes: Buffer.alloc(0) }],
]);
const planned = planCarried({ openssl }, libraries, () => []);
const from = (path: string) =>
  planned.find(({ copies }) => copies.some((one) => one.from === path));

describe("what is carried", () => {
  test("is the locale, under either name, and the zones, always", () => {
    const [locale, zones] = planCarried({ openssl: undefined }, new Map(), () => []);
    expect(locale).toEqual({
      library: "libc.so",
      rewrite: { from: "/usr/lib/locale", to: "/tmp/mm/locale" },
      copies: [
        { from: "/usr/lib/locale/C.utf8", to: "/tmp/mm/locale/C.utf8" },
        { from: "/usr/lib/locale/C.UTF-8", to: "/tmp/mm/locale/C.UTF-8" },
      ],
      variables: { LOCPATH: "/tmp/mm/locale" },
    });
    expect(zones).toMatchObject({
      rewrite: { from: "/usr/share/zoneinfo", to: "/tmp/mm/zoneinfo" },
      variables: { TZDIR: "/tmp/mm/zoneinfo" },
    });
  });

  test("are OpenSSL's certificates and settings, never its private keys", () => {
    expect(from("/etc/ssl/openssl.cnf")).toEqual({
      library: "libcrypto.so",
      rewrite: { from: "/etc/ssl", to: "/tmp/mm/ssl" },
      copies: [
        { from: "/etc/ssl/cert.pem", to: "/tmp/mm/ssl/cert.pem" },
        { from: DEBIAN, to: "/tmp/mm/ssl/cert.pem" },
        { from: "/etc/ssl/openssl.cnf", to: "/tmp/mm/ssl/openssl.cnf" },
      ],
      variables: {
        SSL_CERT_FILE: "/tmp/mm/ssl/cert.pem",
        OPENSSL_CONF: "/tmp/mm/ssl/openssl.cnf",
      },
    });
    const without = planCarried({ openssl: undefined }, libraries, () => []);
    expect(without).toHaveLength(planned.length - 1);
    expect(without.map(({ library }) => library)).not.toContain("libcrypto.so");
  });

  test("are the folders and fonts of the libraries that travel", () => {
    expect(from("/usr/lib64/glibc/gconv")).toMatchObject({ library: "libc.so" });
    expect(from("/usr/share/fonts")).toMatchObject({ library: "libfontconfig.so" });
  });
});

describe("what is replaced in a library", () => {
  const replacedIn = (library: string) =>
    rewritesOf(planned, library).map(({ one, rewrite }) => {
      expect(one.rewrite).toBe(rewrite);
      return rewrite.from;
    });

  test("are the paths of that library, and Debian's certificates in every one", () => {
    expect(replacedIn("libc.so.6")).toEqual([
      "/usr/lib/locale",
      "/usr/share/zoneinfo",
      "/usr/lib64/glibc/gconv",
      DEBIAN,
    ]);
    expect(replacedIn("libcurl.so.4")).toEqual([DEBIAN]);
    expect(rewritesOf(planned, "libcurl.so.4")[0]?.rewrite).toEqual({
      from: DEBIAN,
      to: "/tmp/mm/ssl/cert.pem",
      file: true,
    });
  });

  test("is no path that is too short, nor one that the library has not as one string", () => {
    expect(replacedIn("libcrypto.so.3")).toEqual([DEBIAN]);
    expect(replacedIn("libfontconfig.so.1")).toEqual([DEBIAN]);
  });
});

test.each([
  ["/usr/share/zoneinfo/Europe/Berlin", false],
  ["/usr/share/zoneinfo/posix", true],
  ["/usr/share/zoneinfo/right", true],
  ["/usr/share/zoneinfo/localtime", true],
  ["/usr/share/zoneinfo/tzdata.zi", true],
  ["/usr/share/zoneinfo/leap-seconds.list", true],
  ["/usr/share/fonts/a/fonts.dir", true],
  ["/usr/share/fonts/a/.uuid", true],
  ["/usr/share/fonts/a/a.ttf", false],
])("%s is left out: %s", (path, expected) => {
  expect(leftOutOfCarried(path)).toBe(expected);
});
