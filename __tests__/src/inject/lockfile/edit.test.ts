import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  editLockfile,
  hasPlatform,
  lacks,
  movedVersions,
  pathGems,
} from "../../../../src/inject/lockfile/edit.ts";

const edit = (text: string, version = "0.1.0") =>
  editLockfile(text, { version, path: ".megamode/gem", platform: "x86_64-linux" });

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

  test("is the same when edited again, and follows our gem's version", () => {
    const once = edit(PLAIN);
    expect(edit(once)).toBe(once);
    expect(edit(once, "0.2.0")).toBe(edit(PLAIN, "0.2.0"));
  });
});

test.each([
  [["x86_64-linux"], true],
  [["ruby"], true],
  [["x86_64-linux-gnu", "arm64-darwin-23"], true],
  [["arm64-darwin-23"], false],
  [["x86_64-linux-musl"], false],
  [[], false],
])("a lockfile for %j is one for x86_64-linux: %s", (platforms, expected) => {
  expect(hasPlatform(platforms, "x86_64-linux")).toBe(expected);
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
      expect(lacks(before, "x86_64-linux")).toBe("nothing");
      expect(editLockfile(before, gemOf(name))).toBe(fixture(`${name}.after`));
    },
  );

  test("on a Mac, with gems for Macs alone, is left to Bundler, who moves no version", () => {
    const before = fixture("mac-2.6.before");
    expect(lacks(before, "x86_64-linux")).toBe("platform");
    const edited = editLockfile(before, gemOf("mac"));
    expect(edited).not.toContain("linux");
    expect(movedVersions(edited, fixture("mac-2.6.after"))).toEqual([]);
  });

  test("on a Mac, with gems for any platform, needs nobody's help", () => {
    expect(editLockfile(fixture("mac-2.3.before"), gemOf("mac"))).toBe(fixture("mac-2.3.after"));
  });

  test("has its path gems named", () => {
    expect(pathGems(fixture("monorepo-2.6.before"))).toEqual(["../../engines/admin", "../.."]);
  });
});

test("a version that would move is told", () => {
  const after = fixture("rails-2.6.after")
    .replace("    rails (7.2.", "    rails (7.9.")
    .replace(/^ {4}zeitwerk .*\n/m, "");
  const told = movedVersions(fixture("rails-2.6.before"), after);
  expect(told).toHaveLength(2);
  expect(told.join()).toMatch(/^rails 7\.2\.\S+ -> 7\.9\.\S+,zeitwerk \S+ -> none$/);
});

describe("the machine's own Bundler, without network", () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "megamode-lock-"));
    for (const [name, extra] of [
      ["mini", ""],
      ["tiny", 's.add_dependency "mini", "~> 1.0"'],
    ] as const) {
      installGem(dir, name, extra);
    }
    write("app/.megamode/gem/megamode.gemspec", gemspec("megamode", "0.1.0"));
    write("app/.megamode/gem/lib/megamode.rb", "MEGAMODE = true\n");
    write(
      "app/Gemfile",
      'source "https://rubygems.org"\ngem "tiny"\ngem "megamode", path: ".megamode/gem"\n',
    );
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }

  /** @returns what a Ruby says that was started as the rack server is */
  function start(lockfile: string): string {
    write("app/Gemfile.lock", lockfile);
    const env = {
      ...process.env,
      BUNDLE_GEMFILE: join(dir, "app/Gemfile"),
      BUNDLE_PATH: join(dir, "gems"),
      BUNDLE_FROZEN: "true",
      BUNDLE_APP_CONFIG: join(dir, "none"),
      // Refuses at once, should Bundler ask.
      https_proxy: "http://127.0.0.1:9",
    };
    const options = { cwd: join(dir, "app"), env, encoding: "utf8", stdio: "pipe" } as const;
    execFileSync("bundle", ["install", "--local"], options);
    const said = execFileSync(
      "ruby",
      ["-rbundler/setup", "-e", "Bundler.require; print TINY, MEGAMODE"],
      options,
    );
    expect(readFileSync(join(dir, "app/Gemfile.lock"), "utf8")).toBe(lockfile);
    return said;
  }

  test("accepts the edited lockfile, frozen, and leaves it as it is", () => {
    expect(start(edit(PLAIN))).toBe("truetrue");
  });

  test("does not accept the one that lacks our gem", () => {
    const without = edit(PLAIN).replace("  megamode!\n", "");
    expect(() => start(without)).toThrow(/frozen|deployment|lockfile/i);
  });
});

function gemspec(name: string, version: string, extra = ""): string {
  return `Gem::Specification.new do |s|
  s.name = "${name}"
  s.version = "${version}"
  s.summary = s.name
  s.authors = ["x"]
  s.files = Dir["lib/**/*.rb"]
  ${extra}
end
`;
}

/** Builds a gem and installs it where Bundler's \`path\` has it. */
function installGem(dir: string, name: string, extra: string): void {
  const source = join(dir, name);
  mkdirSync(join(source, "lib"), { recursive: true });
  writeFileSync(join(source, `lib/${name}.rb`), `${name.toUpperCase()} = true\n`);
  writeFileSync(join(source, `${name}.gemspec`), gemspec(name, "1.0.0", extra));
  const abi = execFileSync("ruby", ["-e", 'print RbConfig::CONFIG["ruby_version"]'], {
    encoding: "utf8",
  });
  const options = { cwd: source, stdio: "pipe" } as const;
  execFileSync("gem", ["build", `${name}.gemspec`], options);
  execFileSync(
    "gem",
    [
      "install",
      "--local",
      "--force",
      "--no-document",
      "--install-dir",
      join(dir, "gems/ruby", abi),
      `${name}-1.0.0.gem`,
    ],
    options,
  );
}
