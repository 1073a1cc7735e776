import { describe, expect, test } from "@jest/globals";
import { UserError } from "../../../src/errors.ts";
import { isForOtherRuby } from "../../../src/gems/prune/rule.ts";
import type { Finished, Shell } from "../../../src/ports/shell.ts";
import { mappedOutside } from "../../../src/preflight/maps.ts";
import { planCarried } from "../../../src/ruby/carried/plan.ts";
import { assertNoneMissing } from "../../../src/ruby/closure/missing.ts";
import {
  inspectRuby,
  parseInstallation,
  type RubyInstallation,
} from "../../../src/ruby/interpreter/inspect.ts";
import { movePath, planLayout } from "../../../src/ruby/interpreter/layout.ts";
import { relocateRbconfig } from "../../../src/ruby/interpreter/rbconfig.ts";
import { fits, rewritePaths } from "../../../src/ruby/rewrite-paths.ts";
import { relocateShebang } from "../../../src/ruby/scripts/shebang.ts";

/** As a machine's Ruby answers; paths that matter follow from the prefix. */
function installed(prefix: string, more: Partial<RubyInstallation> = {}): RubyInstallation {
  const library = `${prefix}/lib/ruby`;
  return {
    engine: "ruby",
    version: "3.3.8",
    abi: "3.3.0",
    platform: "x86_64-linux",
    arch: "x86_64-linux",
    executable: `${prefix}/bin/ruby`,
    prefix,
    bundlerVersion: "2.5.22",
    bundler: {
      gemDir: `${library}/gems/3.3.0/gems/bundler-2.5.22`,
      specification: `${library}/gems/3.3.0/specifications/default/bundler-2.5.22.gemspec`,
    },
    directories: {
      rubyLibrary: library,
      architecture: `${library}/3.3.0/x86_64-linux`,
      site: `${library}/site_ruby`,
      siteArchitecture: `${library}/site_ruby/3.3.0/x86_64-linux`,
      vendor: `${library}/vendor_ruby`,
    },
    loadPath: [`${library}/site_ruby/3.3.0`, `${library}/3.3.0`, `${library}/3.3.0/x86_64-linux`],
    gems: `${library}/gems/3.3.0`,
    openssl: undefined,
    ...more,
  };
}

function debian(triplet: string): RubyInstallation {
  return installed("/usr", {
    directories: {
      rubyLibrary: "/usr/lib/ruby",
      architecture: `/usr/lib/${triplet}/ruby/3.3.0`,
      site: "/usr/local/lib/site_ruby",
      siteArchitecture: `/usr/local/lib/${triplet}/site_ruby`,
      vendor: "/usr/lib/ruby/vendor_ruby",
    },
    loadPath: ["/usr/lib/ruby/3.3.0", `/usr/lib/${triplet}/ruby/3.3.0`, "/usr/local/lib/site_ruby"],
  });
}

/** The UserError that something ends in. */
async function refusal(action: () => unknown): Promise<UserError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

describe("where Ruby goes", () => {
  test.each([
    "/opt/hostedtoolcache/Ruby/3.3.8/x64",
    "/opt/hostedtoolcache/Ruby/3.3.8/arm64",
    "/home/me/.rbenv/versions/3.3.8",
    "/home/me/.local/share/mise/installs/ruby/3.3.8",
  ])("%s: the root becomes its prefix", (prefix) => {
    const layout = planLayout(installed(prefix));
    expect(layout.rewrites).toEqual([{ from: prefix, to: "/tmp/mm" }]);
    expect(layout.rewrites.every(fits)).toBe(true);
    expect(layout.copies).toEqual([
      { from: `${prefix}/lib/ruby/3.3.0`, to: "/tmp/mm/lib/ruby/3.3.0" },
      { from: `${prefix}/lib/ruby/vendor_ruby`, to: "/tmp/mm/lib/ruby/vendor_ruby" },
      { from: `${prefix}/lib/ruby/site_ruby`, to: "/tmp/mm/lib/ruby/site_ruby" },
    ]);
    expect(layout).toMatchObject({
      gems: "/tmp/mm/lib/ruby/gems/3.3.0",
      rbconfig: { file: "/tmp/mm/lib/ruby/3.3.0/x86_64-linux/rbconfig.rb", values: {} },
    });
  });

  test("/usr/local is not all Ruby's: only its library is moved", () => {
    expect(planLayout(installed("/usr/local")).rewrites).toEqual([
      { from: "/usr/local/lib/ruby", to: "/tmp/mm/lib/ruby" },
    ]);
  });

  test.each(["x86_64-linux-gnu", "aarch64-linux-gnu"])("Debian's and Ubuntu's, %s", (triplet) => {
    const layout = planLayout(debian(triplet));
    const move = (path: string) => movePath(path, layout.rewrites);
    expect(layout.rewrites.every(fits)).toBe(true);
    expect(move("/usr/lib/ruby/3.3.0")).toBe("/tmp/mm/ruby/3.3.0");
    expect(move(`/usr/lib/${triplet}/ruby/3.3.0`)).toBe(`/tmp/mm/ruby/${triplet}/3.3.0`);
    expect(move("/usr/local/lib/site_ruby/3.3.0")).toBe("/tmp/mm/ruby/site_ruby/3.3.0");
    expect(layout.gems).toBe("/tmp/mm/ruby/gems/3.3.0");
  });

  test.each([
    ["a prefix shorter than the root", installed("/ruby")],
    [
      "a distribution that spreads it otherwise",
      installed("/usr", { loadPath: ["/usr/share/ruby"] }),
    ],
  ])("%s is refused, with the way out", async (_, ruby) => {
    const error = await refusal(() => planLayout(ruby));
    expect(error.message).toContain("cannot be moved");
    expect(error.fix).toContain("ruby/setup-ruby");
  });
});

describe("paths in binaries", () => {
  test.each([
    ["a folder", "\0/usr/lib/ruby\0", "\0/tmp/mm/ruby/\0"],
    [
      "below it",
      "\0/usr/lib/ruby/3.1.0\0/usr/lib/ruby\0",
      "\0/tmp/mm/ruby//3.1.0\0/tmp/mm/ruby/\0",
    ],
    ["in quotes", 'DIR: "/usr/lib/ruby"', 'DIR: "/tmp/mm/ruby/"'],
    ["a longer name", "\0/usr/lib/ruby-standalone\0/usr/lib/ruby3\0", undefined],
    ["the end of another path", "\0/opt/usr/lib/ruby\0", undefined],
  ])("%s", (_, before, after) => {
    const bytes = Buffer.from(before);
    const found = rewritePaths(bytes, [{ from: "/usr/lib/ruby", to: "/tmp/mm/ruby" }]);
    expect(bytes.toString()).toBe(after ?? before);
    expect(found).toBe(after !== undefined);
  });

  test("a file's padding goes before its name", () => {
    const bytes = Buffer.from("/etc/ssl/certs/ca-certificates.crt");
    rewritePaths(bytes, [
      { from: "/etc/ssl/certs/ca-certificates.crt", to: "/tmp/mm/ssl/cert.pem", file: true },
    ]);
    expect(bytes.toString()).toBe("/tmp/mm/ssl///////////////cert.pem");
  });
});

describe("first lines", () => {
  test.each([
    ["#!/usr/bin/env ruby", "#!/tmp/mm/bin/ruby"],
    ["#!/usr/bin/env ruby3.1", "#!/tmp/mm/bin/ruby"],
    ["#!/usr/bin/ruby3.1 -w", "#!/tmp/mm/bin/ruby -w"],
    ["#! /usr/bin/env -S ruby --yjit -W0", "#!/tmp/mm/bin/ruby --yjit -W0"],
    ["#!/opt/hostedtoolcache/Ruby/3.3.8/x64/bin/ruby", "#!/tmp/mm/bin/ruby"],
    ["#!/usr/bin/env ruby\r", "#!/tmp/mm/bin/ruby\r"],
    ["#!/tmp/mm/bin/ruby", undefined],
    ["#!/tmp/mm/bin/ruby -w", undefined],
    ["#!/usr/bin/env rubyish", undefined],
    ["#!/usr/bin/env jruby", undefined],
    ["#!/bin/sh", undefined],
    ["#!/usr/bin/env bash", undefined],
    ["puts '#!/usr/bin/env ruby'", undefined],
  ])("%s", (before, after) => {
    const rest = Buffer.from("\nputs \xff # any bytes", "latin1");
    const script = relocateShebang(Buffer.concat([Buffer.from(before), rest]));
    expect(script?.toString("latin1")).toBe(
      after === undefined ? undefined : after + rest.toString("latin1"),
    );
  });
});

describe("rbconfig.rb", () => {
  const text = '  TOPDIR = File.dirname(__FILE__)\n  CONFIG["sitedir"] = "$(DESTDIR)/usr/x"\n';

  test("gets the root and the folders that moved", () => {
    expect(relocateRbconfig(text, { sitedir: "$(prefix)/ruby/site_ruby" })).toBe(
      '  TOPDIR = "/tmp/mm"\n  CONFIG["sitedir"] = "$(prefix)/ruby/site_ruby"\n',
    );
  });

  test("stays as it is where its folders keep their places", () => {
    expect(relocateRbconfig(text, {})).toBe(text);
  });

  test("of an unknown form is an error, not a wrong answer", () => {
    expect(() => relocateRbconfig(text, { rubylibprefix: "x" })).toThrow(/rubylibprefix/);
  });
});

describe("what is carried", () => {
  const libc = Buffer.from("\0/usr/lib/aarch64-linux-gnu/gconv\0/usr/share/zoneinfo\0");
  const crypto = Buffer.from("\0/usr/lib64/ossl-modules\0/usr/lib64/engines-3\0");
  const carried = planCarried(
    { openssl: { directory: "/etc/ssl", certificates: "/etc/ssl/cert.pem" } },
    new Map([
      ["libc.so.6", { from: "/lib/libc.so.6", bytes: libc }],
      ["libcrypto.so.3", { from: "/lib/libcrypto.so.3", bytes: crypto }],
    ]),
    () => [],
  );

  test("modules are taken from where the library looks for them", () => {
    expect(carried.flatMap(({ copies }) => copies.map(({ from }) => from))).toEqual(
      expect.arrayContaining([
        "/usr/lib/aarch64-linux-gnu/gconv",
        "/usr/lib64/ossl-modules",
        "/usr/lib64/engines-3",
      ]),
    );
  });

  test("never OpenSSL's private keys", () => {
    const froms = carried.flatMap(({ copies }) => copies.map(({ from }) => from));
    expect(froms.filter((from) => /private/.test(from) || from === "/etc/ssl")).toEqual([]);
  });

  test("a path too short to be replaced is given by a variable", () => {
    const ssl = carried.find(({ rewrite }) => rewrite?.from === "/etc/ssl");
    expect(ssl?.rewrite && fits(ssl.rewrite)).toBe(false);
    expect(ssl?.variables).toEqual({
      SSL_CERT_FILE: "/tmp/mm/ssl/cert.pem",
      OPENSSL_CONF: "/tmp/mm/ssl/openssl.cnf",
    });
  });
});

describe("gems' binaries", () => {
  const folder = "ruby/3.1.0/gems/nokogiri-1.16.8-x86_64-linux/lib/nokogiri";
  const all = new Set(["3.0", "3.1", "3.2"].map((ruby) => `${folder}/${ruby}/nokogiri.so`));

  test.each([
    [`${folder}/3.1/nokogiri.so`, false],
    [`${folder}/3.2/nokogiri.so`, true],
    ["ruby/3.1.0/gems/x-1/lib/x/1.0/x.so", false],
    ["ruby/3.1.0/gems/x-1/lib/x.so", false],
  ])("%s is for another Ruby: %s", (path, other) => {
    expect(isForOtherRuby(path, "3.1.0", all)).toBe(other);
  });

  test("a missing library names the gem, and the package where it is known", async () => {
    const pg = { name: "libpq.so.5", neededBy: "gem `pg-1.5.9`" };
    const error = await refusal(() => assertNoneMissing([pg]));
    expect(error.message).toBe(
      "This runner does not have `libpq.so.5`, which the gem `pg-1.5.9` needs.",
    );
    expect(error.fix).toContain("sudo apt-get install -y libpq5");
    expect(() => assertNoneMissing([])).not.toThrow();
  });
});

test("files mapped from outside are found, and what is no file is not", () => {
  const maps = [
    "7f00-7f01 r-xp 00000000 fe:00 11 /tmp/mm/lib/libc.so.6",
    "7f01-7f02 r-xp 00000000 fe:00 12       /usr/lib/lib with space.so",
    "7f02-7f03 r--p 00000000 fe:00 12       /usr/lib/lib with space.so",
    "7f03-7f04 rw-p 00000000 00:00 0 ",
    "7f04-7f05 rw-s 00000000 00:01 9 /dev/zero (deleted)",
    "7f05-7f06 rw-s 00000000 00:01 9 /memfd:x (deleted)",
    "7f06-7f07 r--p 00000000 fe:00 13 /mnt/data/db.sqlite3",
    "7f07-7f08 r--p 00000000 fe:00 14 /tmp/mmm/x.so",
    "7fff-8000 r-xp 00000000 00:00 0 [vdso]",
  ].join("\n");
  expect(mappedOutside(maps, ["/tmp/mm", "/mnt/data"])).toEqual([
    "/tmp/mmm/x.so",
    "/usr/lib/lib with space.so",
  ]);
});

describe("looking at Ruby", () => {
  const answer = { ...installed("/opt/ruby-3"), host: "x86_64-linux" };
  const json = (more: object) => JSON.stringify({ ...answer, ...more });
  const shell = (finished: Partial<Finished>): Shell => ({
    run: async () => ({ status: 0, stdout: "", output: "", ...finished }),
  });

  test("takes the last line: a shim may print before it", async () => {
    const found = await inspectRuby(shell({ stdout: `using 3.3.8\n\n${json({})}\n` }), "/app");
    expect(found).toMatchObject({ version: "3.3.8", gems: "/opt/ruby-3/lib/ruby/gems/3.3.0" });
  });

  test.each([
    ["JRuby", { engine: "jruby" }, "jruby"],
    ["TruffleRuby", { engine: "truffleruby" }, "truffleruby"],
    ["musl", { host: "x86_64-linux-musl" }, "glibc"],
    ["macOS", { host: "arm64-darwin23" }, "Linux"],
    ["a Ruby without Bundler", { bundler: undefined }, "no Bundler"],
  ])("refuses %s, with the way out", async (_, more, words) => {
    const error = await refusal(() => parseInstallation(json(more)));
    expect(error.message).toContain(words);
    expect(error.fix).toMatch(/ruby\/setup-ruby|ubuntu-latest/);
  });

  test("says what to add where there is none", async () => {
    const absent: Shell = {
      run: () => Promise.reject(Object.assign(new Error("spawn ruby"), { code: "ENOENT" })),
    };
    expect((await refusal(() => inspectRuby(absent, "/app"))).fix).toContain(
      "- uses: ruby/setup-ruby@v1",
    );
  });

  test("says what Ruby said where it does not start", async () => {
    const failing = shell({ status: 1, output: "rbenv: version `3.9` is not installed" });
    expect((await refusal(() => inspectRuby(failing, "/app"))).message).toContain("rbenv: version");
  });
});
