import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { listFiles } from "../../../../src/files.ts";
import { copyRuby, type RubyBinaries } from "../../../../src/ruby/interpreter/copy-ruby.ts";
import { planLayout } from "../../../../src/ruby/interpreter/layout.ts";
import { tree, writeTree } from "../../../tree.ts";
import { elfFile, program, X86_LOADER } from "../elf-file.ts";
import { installed } from "../installation.ts";

const scratch = tree();
const prefix = join(scratch, "opt/hostedtoolcache/Ruby/3.3.8/x64");
const ruby = installed(prefix);
const LIB = "lib/ruby/3.3.0";
const ARCH = `${LIB}/x86_64-linux`;
const SPECIFICATION = "lib/ruby/gems/3.3.0/specifications/rake-13.0.6.gemspec";
const GEM_BINARY = "lib/ruby/gems/3.3.0/gems/rake-13.0.6/lib/rake.so";
const RBCONFIG = `  CONFIG["prefix"] = "${prefix}"\n`;
const backing = join(scratch, "backing");
let copied: RubyBinaries;

beforeAll(async () => {
  writeTree(prefix, {
    "bin/ruby": program(),
    [`${LIB}/set.rb`]: "class Set; end",
    [`${LIB}/rubygems/defaults/operating_system.rb`]: "require 'rubygems-integration'",
    "lib/ruby/vendor_ruby/rubygems/defaults/operating_system.rb": "# the user's",
    [`${ARCH}/rbconfig.rb`]: RBCONFIG,
    [`${ARCH}/openssl.so`]: elfFile({ needed: ["libssl.so.3"] }),
    [`${ARCH}/broken.so`]: "no library",
    [`${ARCH}/libruby-static.a`]: "an archive",
    [`${LIB}/doc/README`]: "text",
    [SPECIFICATION]: "",
    [GEM_BINARY]: elfFile(),
  });
  mkdirSync(join(backing, "gems"), { recursive: true });
  copied = await copyRuby(ruby, planLayout(ruby), backing);
});

describe("the copied Ruby", () => {
  test("is Ruby's executable, under its names, and its gems' scripts", () => {
    expect(readdirSync(join(backing, "bin")).sort()).toEqual([
      "bundle",
      "bundler",
      "gem",
      "rake",
      "ruby",
      "ruby3.3",
    ]);
    expect(readlinkSync(join(backing, "bin/ruby3.3"))).toBe("ruby");
    expect(lstatSync(join(backing, "bin/rake")).mode & 0o777).toBe(0o755);
  });

  test("has its library and gems without what only compilers and readers use", async () => {
    const library = join(backing, "lib/ruby");
    const files = (await listFiles(library)).map((file) => relative(library, file));
    expect(files).toEqual([
      "3.3.0/set.rb",
      "3.3.0/x86_64-linux/broken.so",
      "3.3.0/x86_64-linux/openssl.so",
      "3.3.0/x86_64-linux/rbconfig.rb",
      "gems/3.3.0/gems/rake-13.0.6/lib/rake.so",
      "gems/3.3.0/specifications/rake-13.0.6.gemspec",
      "vendor_ruby/rubygems/defaults/operating_system.rb",
    ]);
  });

  test("has no defaults of a distribution, which lead to its folders", () => {
    const defaults = "rubygems/defaults/operating_system.rb";
    expect(readdirSync(join(backing, LIB, "rubygems/defaults"))).toEqual([]);
    expect(readFileSync(join(backing, "lib/ruby/vendor_ruby", defaults), "utf8")).toContain("user");
  });

  test("has no path of the machine's in rbconfig.rb", () => {
    const text = readFileSync(join(backing, ARCH, "rbconfig.rb"), "utf8");
    expect(text).toMatch(/^ {2}CONFIG\["prefix"\] = "\/tmp\/mm\/+"\n$/);
    expect(text.length).toBe(RBCONFIG.length);
  });

  test("has an executable and extensions whose libraries are looked for", () => {
    expect(copied.loader).toBe(X86_LOADER);
    expect(copied.executable).toMatchObject({
      path: ruby.executable,
      file: join(backing, "bin/ruby"),
      label: "extension `ruby`",
      required: true,
    });
    expect(
      copied.extensions.map(({ path, file, label, required }) => [path, file, label, required]),
    ).toEqual([
      [
        join(prefix, ARCH, "openssl.so"),
        join(backing, ARCH, "openssl.so"),
        "extension `openssl`",
        true,
      ],
      [join(prefix, GEM_BINARY), join(backing, GEM_BINARY), "extension `rake`", true],
    ]);
  });
});

test.each([
  ["a script", "#!/bin/sh\n"],
  ["a library", elfFile()],
])("a `ruby` that is %s is an error", async (name, content) => {
  const executable = join(scratch, name, "ruby");
  writeTree(scratch, { [join(name, "ruby")]: content });
  const other = join(scratch, `${name} backing`);
  await expect(copyRuby({ ...ruby, executable }, planLayout(ruby), other)).rejects.toThrow(
    `\`${executable}\` cannot be read as an executable.`,
  );
});
