import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { listFiles } from "../../src/files.ts";
import { isForOtherRuby } from "../../src/gems/prune/rule.ts";
import { MACHINES, parseElf } from "../../src/ruby/elf/parse.ts";

import { packageArm64, runArm64 } from "./arm64.ts";

const scratch = mkdtempSync(join(tmpdir(), "megamode-portability-"));
let tree: string;
let files: readonly string[];
/** Path below the root -> what the dynamic loader reads of it. */
const binaries = new Map<string, NonNullable<ReturnType<typeof parseElf>>>();

beforeAll(async () => {
  tree = await packageArm64(scratch);
  files = (await listFiles(tree)).map((file) => relative(tree, file));
  const all = new Set(files);
  for (const file of files) {
    if (isForOtherRuby(file, "3.1.0", all)) continue;
    const bytes = readFileSync(join(tree, file));
    const elf = parseElf(bytes);
    if (elf) binaries.set(file, elf);
  }
}, 3_600_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("Debian 12's Ruby, gems and libraries for arm64", () => {
  test("are all for arm64, and many", () => {
    expect(binaries.size).toBeGreaterThan(300);
    expect([...binaries].filter(([, { machine }]) => machine !== MACHINES.arm64)).toEqual([]);
  });

  test("look for libraries below the root only", () => {
    const wrong = [...binaries].filter(
      ([, { runpath, rpath }]) => runpath !== undefined || /(^|:)\/(?!tmp\/mm\/)/.test(rpath ?? ""),
    );
    expect(wrong.map(([file]) => file)).toEqual([]);
    expect(binaries.get("bin/ruby")).toMatchObject({
      interpreter: { path: "/tmp/mm/lib/ld" },
      rpath: "/tmp/mm/lib",
    });
  });

  test("find every library that they need", () => {
    const names = new Set([...binaries.keys()].map((file) => basename(file)));
    const missing = [...binaries].flatMap(([file, { needed }]) =>
      needed
        .filter((name) => !names.has(name) && !/^ld-linux-/.test(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("have what no binary names: locale, zones, character sets, providers, modules", () => {
    for (const file of [
      ...[
        "locale/C.utf8/LC_CTYPE",
        "zoneinfo/America/New_York",
        "ssl/cert.pem",
        "lib/libgcc_s.so.1",
      ],
      ...["lib/gconv/EUC-JP.so", "ssl/modules/legacy.so", "lib/mariadb/caching_sha2_password.so"],
      ...["lib/vips/aarch64-linux-gnu/vips-modules-8.14/vips-heif.so", "fonts/fonts.conf"],
      "lib/magick/modules-Q16/coders/png.so",
    ]) {
      expect(files).toContain(file);
    }
  });

  test("name no folder of the host's in the loader and in libruby", () => {
    const texts = (file: string) => readFileSync(join(tree, file), "latin1").split("\0");
    // Not its own name, `/lib/ld-linux-aarch64.so.1`, which is compared only.
    const folder = /^(\/usr)?\/lib(64)?\/([\w-]+\/)?$|^\/etc\/ld\.so/;
    expect(texts("lib/ld").filter((text) => folder.test(text))).toEqual([]);
    const [libruby = ""] = readdirSync(join(tree, "lib")).filter((name) => /^libruby/.test(name));
    // But where a Ruby that crashes looks for the names of its functions.
    // https://github.com/ruby/ruby/blob/v3_1_2/addr2line.c (global_debug_dir)
    const host = /^\/usr\/(local\/)?lib\/(?!debug(\/|$))/;
    expect(texts(`lib/${libruby}`).filter((text) => host.test(text))).toEqual([]);
  });

  test("run, by an emulator where this machine is another", async () => {
    const { stdout, output } = await runArm64(
      tree,
      `require "json"; require "openssl"; require "socket"; require "fiddle"; require "psych"
       ENV["TZ"] = "America/New_York"
       $:.unshift(*Dir["/tmp/mm/gems/ruby/3.1.0/gems/{nokogiri,sqlite3,google-protobuf}-*/lib"])
       require "nokogiri"; require "sqlite3"; require "google/protobuf"; require "pg"; require "mysql2"
       puts JSON.generate(
         version: RUBY_DESCRIPTION, encoding: Encoding.default_external, zone: Time.at(0).to_s,
         store: OpenSSL::X509::Store.new.tap(&:set_default_paths).verify(
           OpenSSL::X509::Certificate.new(File.read(OpenSSL::X509::DEFAULT_CERT_FILE))),
         named: Fiddle.dlopen("libvips.so.42").class, nokogiri: Nokogiri::HTML("<p>é</p>").at("p").text,
         sqlite: SQLite3::Database.new(":memory:").execute("select 40 + 2"),
         path: $:.reject { |path| path.start_with?("/tmp/mm/") },
         maps: File.read("/proc/self/maps").scan(%r{ (/\\S+)$}).flatten.uniq.reject { |path| path.start_with?("/tmp/") }
       )`,
    );
    const found = stdout.trim().split("\n").at(-1) ?? "";
    if (!found.startsWith("{")) throw new Error(output);
    expect(JSON.parse(found)).toEqual({
      version: expect.stringMatching(/^ruby 3\.1\..*\[aarch64-linux-gnu\]/),
      ...{ encoding: "UTF-8", zone: "1969-12-31 19:00:00 -0500", store: true },
      ...{ named: "Fiddle::Handle", nokogiri: "é", sqlite: [[42]], path: [], maps: [] },
    });
  }, 300_000);
});
