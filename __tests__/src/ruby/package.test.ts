import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { MACHINES, parseElf } from "../../../src/ruby/elf/parse.ts";
import { packageRuby } from "../../../src/ruby/package.ts";
import type { PackagedRuby } from "../../../src/ruby/packaged.ts";
import { tree, writeTree } from "../../tree.ts";
import { elfFile, FOREIGN, program, withSections } from "./elf-file.ts";
import { installed } from "./installation.ts";
import { refusal } from "./refusal.ts";

const machine = FOREIGN;
const scratch = tree();
const prefix = join(scratch, "opt/hostedtoolcache/Ruby/3.3.8/x64");
const loader = join(prefix, "lib/ld-linux-x.so.2");
const ruby = installed(prefix);
const backing = join(scratch, "backing");
const GEMS = "gems/ruby/3.3.0/gems";
const ARCH = "lib/ruby/3.3.0/x86_64-linux";
const debug = (bytes: Buffer) =>
  withSections(bytes, [
    { name: ".text", isLoaded: true, bytes: "code" },
    { name: ".debug", isLoaded: false, bytes: "d".repeat(999) },
  ]);
const library = (needed: readonly string[] = []) => debug(elfFile({ machine, needed }));
let packaged: PackagedRuby;

const input = (more: object = {}) => ({
  ruby,
  backing,
  asked: {
    libraries: ["libasked.so"],
    executables: [{ name: "tool", path: join(prefix, "tool") }],
    files: [join(prefix, "data")],
  },
  ...more,
});

beforeAll(async () => {
  const needed = ["libruby.so.3.3", "ld-linux-x.so.2"];
  const path = { interpreter: loader, machine, rpath: `${prefix}/lib` };
  writeTree(prefix, {
    "bin/ruby": program({ ...path, needed }),
    "lib/libruby.so.3.3": Buffer.concat([library(), Buffer.from(`\0${prefix}/lib/ruby\0`)]),
    "lib/libssl.so.3": library(),
    "lib/libpq.so.5": library(),
    "lib/libasked.so": library(),
    "lib/ld-linux-x.so.2": "\0/etc/ld.so.cache\0",
    [`${ARCH}/rbconfig.rb`]: `CONFIG["prefix"] = "${prefix}"\n`,
    [`${ARCH}/openssl.so`]: Buffer.concat([
      elfFile({ machine, needed: ["libssl.so.3"] }),
      Buffer.from(`\0${prefix}\0`),
    ]),
    tool: program({ ...path, needed: ["libc.so"] }),
    "lib/libc.so": library(),
    data: "text",
  });
  writeTree(backing, {
    "app/Gemfile": "",
    "lib/libold.so": "an earlier packaging's",
    [`${GEMS}/pg-1.5/lib/pg_ext.so`]: library(["libpq.so.5"]),
    [`${GEMS}/whole-1/lib/whole.so`]: library(),
    [`${GEMS}/ethon-1.0/bin/x`]: "#!/usr/bin/env ruby\n",
    [`${GEMS}/tzinfo-2.0.6/lib/tzinfo/zoneinfo_data_source.rb`]: "['/usr/share/zoneinfo']",
  });
  const isWhole = (gem: string) => gem === "whole-1";
  packaged = await packageRuby(input({ isWhole }));
});

const read = (path: string) => readFileSync(join(backing, path));

describe("the packaged Ruby", () => {
  test("comes with the libraries of Ruby, its extensions, programs, gems and inputs", () => {
    expect(packaged.libraries.map(({ name, neededBy }) => [name, neededBy])).toEqual([
      ["libasked.so", "input `libraries`"],
      ["libc.so", "executable `tool`"],
      ["libpq.so.5", "gem `pg-1.5`"],
      ["libruby.so.3.3", "extension `ruby`"],
      ["libssl.so.3", "extension `openssl`"],
    ]);
    expect(readdirSync(join(backing, "lib")).sort()).toEqual([
      "ld",
      "libasked.so",
      "libc.so",
      "libpq.so.5",
      "libruby.so.3.3",
      "libssl.so.3",
      "ruby",
    ]);
    expect(packaged.absent).toEqual([{ name: "libcurl.so.4", neededBy: "gem `ethon-1.0`" }]);
  });

  test("starts by our loader, as the programs beside it do", () => {
    for (const name of ["ruby", "tool"]) {
      expect(parseElf(read(`bin/${name}`))).toMatchObject({
        interpreter: { path: "/tmp/mm/lib/ld" },
        rpath: "/tmp/mm/lib",
      });
    }
    expect(read("lib/ld").toString()).toBe("\0/tmp/mm/ld.cache\0");
  });

  test("knows no path of the machine's", () => {
    const files = ["lib/libruby.so.3.3", `${ARCH}/openssl.so`, `${ARCH}/rbconfig.rb`];
    expect(files.filter((file) => read(file).includes(prefix))).toEqual([]);
  });

  test("is stripped, with its gems, but for those that stay whole", () => {
    const isStripped = (path: string) => !read(path).includes("ddd");
    expect(isStripped("lib/libpq.so.5")).toBe(true);
    expect(isStripped(`${GEMS}/pg-1.5/lib/pg_ext.so`)).toBe(true);
    expect(isStripped(`${GEMS}/whole-1/lib/whole.so`)).toBe(false);
  });

  test("starts gems' scripts, finds the carried zones, and has the files that were asked for", () => {
    expect(read(`${GEMS}/ethon-1.0/bin/x`).toString()).toBe("#!/tmp/mm/bin/ruby\n");
    expect(read(join("files", prefix, "data")).toString()).toBe("text");
    const tzinfo = read(`${GEMS}/tzinfo-2.0.6/lib/tzinfo/zoneinfo_data_source.rb`).toString();
    const zones = existsSync(join(backing, "zoneinfo")) ? "/tmp/mm" : "/usr/share";
    expect(tzinfo).toBe(`['${zones}/zoneinfo']`);
  });

  test("is made of folders of its own: gems and app are others", () => {
    expect(packaged.directories).toEqual(expect.arrayContaining(["bin", "files", "lib"]));
    expect(packaged.directories).not.toContain("gems");
    expect(packaged).toMatchObject({ version: "3.3.8", abi: "3.3.0" });
  });
});

test("a Ruby of another architecture than the function's is refused", async () => {
  const architecture = machine === MACHINES.arm64 ? "x86_64" : "arm64";
  const error = await refusal(() => packageRuby(input({ architecture })));
  expect(error.message).toContain(`the function runs on ${architecture}.`);
});
