import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { ArchiveName } from "../../../contract/manifest.ts";
import { measureParts, partOf, sumParts, withSaved } from "../../../src/bundle/parts.ts";
import { tree } from "../../tree.ts";

const ABI = "gems/ruby/3.1.0";

describe("a file belongs to", () => {
  test.each<[archive: ArchiveName, path: string, kind: string, name: string]>([
    ["gems", `${ABI}/gems/net-imap-0.2.3/lib/net/imap.rb`, "gem", "net-imap 0.2.3"],
    ["gems", `${ABI}/gems/sqlite3-1.7.3-x86_64-linux/a.so`, "gem", "sqlite3 1.7.3-x86_64-linux"],
    ["gems", `${ABI}/gems/rack-2fa-1.0/lib/a.rb`, "gem", "rack-2fa 1.0"],
    ["gems", `${ABI}/specifications/pg-1.5.9.gemspec`, "gem", "pg 1.5.9"],
    ["gems", `${ABI}/extensions/x86_64-linux/3.1.0/pg-1.5.9/pg_ext.so`, "gem", "pg 1.5.9"],
    ["gems", `${ABI}/bundler/gems/rails-0123456789ab/a.rb`, "gem", "rails 0123456789ab"],
    [
      "gems",
      `${ABI}/bundler/gems/extensions/x86_64-linux/3.1.0/pg-0123456789ab/a.so`,
      "gem",
      "pg 0123456789ab",
    ],
    ["gems", `${ABI}/bin/puma`, "data", "executables of gems"],
    ["gems", "cache/bootsnap/compile-cache-iseq/00/11", "compiled by bootsnap", "gems"],
    ["app", "cache/bootsnap/load-path-cache", "compiled by bootsnap", "app"],
    ["gems", "cache/pack/code", "compiled", "code pack"],
    ["app", "cache/pack-of-app/code", "compiled", "the app"],
    ["app", "app/public/assets/a.css", "app", "public/"],
    ["app", "app/config.ru", "app", "files at its top"],
    ["ruby", "bin/ruby", "Ruby", "executables"],
    ["ruby", "lib/libruby.so.3.3", "Ruby", "libruby.so.3.3"],
    ["ruby", "lib/ruby/3.3.0/json/version.rb", "Ruby", "standard library"],
    ["ruby", "ruby/vendor_ruby/rubygems.rb", "Ruby", "standard library"],
    ["ruby", "ruby/x86_64-linux-gnu/3.1.0/json.so", "Ruby", "standard library"],
    ["ruby", "lib/ruby/gems/3.3.0/gems/rdoc-6.6.3/lib/rdoc.rb", "Ruby", "its gem rdoc 6.6.3"],
    ["ruby", "ruby/gems/3.1.0/gems/rdoc-6.4.0/lib/rdoc.rb", "Ruby", "its gem rdoc 6.4.0"],
    ["ruby", "lib/libvips.so.42", "library", "libvips.so.42"],
    ["ruby", "lib/gconv/EUC-JP.so", "data", "gconv"],
    ["ruby", "zoneinfo/America/New_York", "data", "zoneinfo"],
    ["assets", "app/public/assets/old.css", "app", "public/"],
  ])("%s: %s", (archive, path, kind, name) => {
    expect(partOf(archive, path)).toEqual({ kind, name });
  });
});

test("files of one part are summed up", () => {
  const files = [
    { path: `${ABI}/gems/pg-1.5.9/lib/pg.rb`, bytes: 10 },
    { path: "cache/bootsnap/a", bytes: 5 },
    { path: `${ABI}/specifications/pg-1.5.9.gemspec`, bytes: 1 },
  ];
  expect(sumParts("gems", files)).toEqual([
    { kind: "gem", name: "pg 1.5.9", bytes: 11 },
    { kind: "compiled by bootsnap", name: "gems", bytes: 5 },
  ]);
});

test("what has become smaller says by how much", async () => {
  const files = {
    [`${ABI}/gems/pg-1.5.9/ext/pg.c`]: "int main",
    [`${ABI}/gems/pg-1.5.9/lib/pg.rb`]: "PG",
    [`${ABI}/gems/rack-3.1.0/lib/rack.rb`]: "Rack",
    [`${ABI}/cache/pg-1.5.9.gem`]: "not packed",
  };
  const dir = tree(files);
  symlinkSync("pg.rb", join(dir, `${ABI}/gems/pg-1.5.9/lib/link.rb`));
  const measure = () => measureParts("gems", dir, ["gems"], (path) => path.endsWith("/cache"));
  const before = await measure();
  rmSync(join(dir, `${ABI}/gems/pg-1.5.9/ext`), { recursive: true });
  expect(withSaved(await measure(), before)).toEqual([
    { kind: "gem", name: "pg 1.5.9", bytes: 2, saved: 8 },
    { kind: "gem", name: "rack 3.1.0", bytes: 4 },
  ]);
});

test("what was not there before has saved nothing", () => {
  const part = { kind: "app", name: "lib/", bytes: 4 } as const;
  expect(withSaved([part], [])).toEqual([part]);
  expect(withSaved([part], [{ ...part, bytes: 3 }])).toEqual([part]);
});
