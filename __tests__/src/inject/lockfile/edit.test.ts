import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parseLockfile } from "../../../../src/app/bundler/lockfile.ts";
import { editLockfile } from "../../../../src/inject/lockfile/edit.ts";
import { missingAfterEdit } from "../../../../src/inject/lockfile/missing.ts";
import { movedVersions } from "../../../../src/inject/lockfile/resolved.ts";

const edit = (text: string, version = "0.1.0", platform = "x86_64-linux") =>
  editLockfile(parseLockfile(text), { version, path: ".megamode/gem", platform });

const PLAIN = `GEM
  remote: https://rubygems.org/
  specs:
    mini (1.0.0)
    tiny (1.0.0)
      mini (~> 1.0)

PLATFORMS
  ruby
  x86_64-linux

DEPENDENCIES
  tiny

RUBY VERSION
   ruby 2.1.0p0

BUNDLED WITH
   2.3.15
`;

describe("an edited lockfile", () => {
  test("has our gem, no Ruby version, and is else what it was", () => {
    expect(edit(PLAIN)).toBe(`PATH
  remote: .megamode/gem
  specs:
    megamode (0.1.0)

GEM
  remote: https://rubygems.org/
  specs:
    mini (1.0.0)
    tiny (1.0.0)
      mini (~> 1.0)

PLATFORMS
  ruby
  x86_64-linux

DEPENDENCIES
  megamode!
  tiny

BUNDLED WITH
   2.3.15
`);
  });

  test("has our gem where Bundler sorts it: behind git sources, between path sources and names", () => {
    const text = `GIT
  remote: https://github.com/a/b.git
  revision: 0123
  specs:
    b (1.0)

PATH
  remote: .
  specs:
    own (1.0)

PATH
  remote: engines/shop
  specs:
    shop (1.0)

GEM
  specs:

PLATFORMS
  ruby

DEPENDENCIES
  b!
  megamode-extra
  own!
  shop!

CHECKSUMS
  b (1.0)
  megamode-extra (1.0) sha256=00
  shop (1.0)

BUNDLED WITH
  2.6.2
`;
    const edited = edit(text);
    const lines = edited.split("\n");
    expect(lines.filter((line) => line.startsWith("  remote"))).toEqual([
      "  remote: https://github.com/a/b.git",
      "  remote: .",
      "  remote: .megamode/gem",
      "  remote: engines/shop",
    ]);
    const dependencies = lines.slice(lines.indexOf("DEPENDENCIES") + 1, lines.indexOf("CHECKSUMS"));
    expect(dependencies).toEqual([
      "  b!",
      "  megamode!",
      "  megamode-extra",
      "  own!",
      "  shop!",
      "",
    ]);
    expect(lines.slice(lines.indexOf("CHECKSUMS") + 1, lines.indexOf("CHECKSUMS") + 4)).toEqual([
      "  b (1.0)",
      "  megamode (0.1.0)",
      "  megamode-extra (1.0) sha256=00",
    ]);
  });

  test("keeps its line ends", () => {
    const edited = edit(PLAIN.replaceAll("\n", "\r\n"));
    expect(edited).toBe(edit(PLAIN).replaceAll("\n", "\r\n"));
  });

  test("names its platform where that needs no other gems, at its place in the order", () => {
    const mac = PLAIN.replace(
      "  ruby\n  x86_64-linux\n",
      "  arm64-darwin-23\n  x86_64-linux-musl\n",
    );
    expect(edit(mac)).toContain(
      "PLATFORMS\n  arm64-darwin-23\n  x86_64-linux\n  x86_64-linux-musl\n",
    );
    const bound = mac.replace("mini (1.0.0)", "mini (1.0.0-arm64-darwin)");
    expect(edit(bound)).toContain("PLATFORMS\n  arm64-darwin-23\n  x86_64-linux-musl\n");
    expect(edit(PLAIN, "0.1.0", "aarch64-linux")).toContain("PLATFORMS\n  ruby\n  x86_64-linux\n");
  });

  test("has our gem at the end of a section where no name is behind it", () => {
    const edited = edit(
      PLAIN.replace("  tiny\n\nRUBY", "  mini\n\nCHECKSUMS\n  mini (1.0.0) sha256=00\n\nRUBY"),
    );
    expect(edited).toContain(
      "DEPENDENCIES\n  megamode!\n  mini\n\nCHECKSUMS\n  megamode (0.1.0)\n  mini",
    );
    const early = edit(
      PLAIN.replace("  tiny\n\nRUBY", "  abc\n\nCHECKSUMS\n  abc (1.0.0)\n\nRUBY"),
    );
    expect(early).toContain(
      "DEPENDENCIES\n  abc\n  megamode!\n\nCHECKSUMS\n  abc (1.0.0)\n  megamode (0.1.0)\n\nBUNDLED",
    );
  });

  test("that has no section but those of git begins our own behind them", () => {
    expect(edit("GIT\n  remote: https://github.com/a/b.git\n  specs:\n\n")).toBe(
      "GIT\n  remote: https://github.com/a/b.git\n  specs:\n\n\nPATH\n  remote: .megamode/gem\n  specs:\n    megamode (0.1.0)\n",
    );
  });

  test("loses a Ruby version wherever it is, and no line behind it", () => {
    const first = "RUBY VERSION\n   ruby 3.3.0p0\n\nGEM\n  specs:\n";
    expect(edit(first)).toBe(
      "PATH\n  remote: .megamode/gem\n  specs:\n    megamode (0.1.0)\n\nGEM\n  specs:\n",
    );
    expect(edit("GEM\n  specs:\n\nRUBY VERSION\n   ruby 3.3.0p0\n>>>>>>> theirs\n")).toContain(
      "GEM\n  specs:\n\n>>>>>>> theirs\n",
    );
  });

  test("has our gem once, wherever a merge by hand has put it", () => {
    const ours = "PATH\n  remote: .megamode/gem\n  specs:\n    megamode (0.0.9)\n";
    const merged = `PATH\n  remote: zoo\n  specs:\n    zoo (1.0)\n\n${ours}\nDEPENDENCIES\n  zoo!\n  megamode!\n  tiny\n`;
    expect(edit(merged)).toBe(merged.replace("0.0.9", "0.1.0"));
  });

  test("is the same when edited again, and follows our gem's version", () => {
    const once = edit(PLAIN);
    expect(edit(once)).toBe(once);
    expect(edit(once, "0.2.0")).toBe(edit(PLAIN, "0.2.0"));
  });
});

const FIXTURES = join(import.meta.dirname, "../../../fixtures/lockfiles");
const cases = readdirSync(FIXTURES)
  .filter((name) => name.endsWith(".before"))
  .map((name) => name.slice(0, -".before".length));

function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name), "utf8");
}

describe("a lockfile that Bundler wrote", () => {
  const gemOf = (name: string) => ({
    version: "0.1.0",
    path: name.startsWith("monorepo") ? "../../.megamode/gem" : ".megamode/gem",
    platform: "x86_64-linux",
  });

  test.each(cases.filter((name) => !name.startsWith("mac")))(
    "is edited as the same Bundler does it, byte for byte: %s",
    (name) => {
      const before = fixture(`${name}.before`);
      expect(missingAfterEdit(parseLockfile(before), "x86_64-linux")).toBe("nothing");
      expect(editLockfile(parseLockfile(before), gemOf(name))).toBe(fixture(`${name}.after`));
    },
  );

  test("on a Mac, with gems for Macs alone, is left to Bundler, who moves no version", () => {
    const before = fixture("mac-2.6.before");
    expect(missingAfterEdit(parseLockfile(before), "x86_64-linux")).toBe("platform");
    const edited = editLockfile(parseLockfile(before), gemOf("mac"));
    expect(edited).not.toContain("linux");
    expect(movedVersions(edited, fixture("mac-2.6.after"))).toEqual([]);
  });

  test("on a Mac, with gems for any platform, needs nobody's help", () => {
    const before = parseLockfile(fixture("mac-2.3.before"));
    expect(editLockfile(before, gemOf("mac"))).toBe(fixture("mac-2.3.after"));
  });
});
