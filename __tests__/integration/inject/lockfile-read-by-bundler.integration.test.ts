import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parseLockfile } from "../../../src/app/bundler/lockfile.ts";
import { editLockfile } from "../../../src/inject/lockfile/edit.ts";

const edit = (text: string) =>
  editLockfile(parseLockfile(text), {
    version: "0.1.0",
    path: ".megamode/gem",
    platform: "x86_64-linux",
  });

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
