import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { MACHINES } from "../../../../src/ruby/elf/parse.ts";
import { findGemBinaries } from "../../../../src/ruby/vendored/gem-binaries.ts";
import { tree, writeTree } from "../../../tree.ts";
import { elfFile, program } from "../elf-file.ts";

const backing = tree();
const TOP = "gems/ruby/3.3.0";
const LIBRARY = elfFile({ needed: ["libc.so.6"] });
const libraries = [
  `${TOP}/gems/pg-1.5/lib/pg_ext.so`,
  `${TOP}/gems/pg-1.5/vendor/lib/libpq.so.5`,
  `${TOP}/gems/n-1/lib/n/3.3/n.so`,
  `${TOP}/gems/n-1/lib/n/3.2/n.so`,
  `${TOP}/gems/n-1/doc/n.so`,
  `${TOP}/cache/n.so`,
  `${TOP}/extensions/x86_64-linux/3.3.0/pg-1.5/pg_ext.so`,
  `${TOP}/bundler/gems/git-0123456789ab/lib/git.so`,
  `${TOP}/stray.so`,
  `${TOP}/gems/pg-1.5/lib/pg.rb`,
];
writeTree(backing, Object.fromEntries(libraries.map((path) => [path, LIBRARY])));
writeTree(backing, {
  [`${TOP}/gems/x-1/lib/arm.so`]: elfFile({ machine: MACHINES.arm64 }),
  [`${TOP}/gems/x-1/lib/musl.so`]: elfFile({ needed: ["libc.so.6", "libc.musl-x86_64.so.1"] }),
  [`${TOP}/gems/x-1/lib/script.so`]: "GROUP ( libx.so )",
  [`${TOP}/gems/x-1/bin/data`]: program(),
});
writeTree(
  backing,
  {
    [`${TOP}/gems/x-1/bin/tool`]: program(),
    [`${TOP}/gems/x-1/bin/tool.exe`]: program(),
    [`${TOP}/gems/x-1/bin/musl`]: program({ interpreter: "/lib/ld-musl-x86_64.so.1" }),
    [`${TOP}/gems/x-1/bin/script`]: "#!/bin/sh\n",
  },
  0o755,
);
const found = await findGemBinaries(backing, "3.3.0", MACHINES.x86_64);

describe("the gems' binaries", () => {
  test("are the libraries and programs of this machine, this Ruby and glibc", () => {
    expect(found.map(({ file }) => file)).toEqual(
      [
        `${TOP}/bundler/gems/git-0123456789ab/lib/git.so`,
        `${TOP}/extensions/x86_64-linux/3.3.0/pg-1.5/pg_ext.so`,
        `${TOP}/gems/n-1/lib/n/3.3/n.so`,
        `${TOP}/gems/pg-1.5/lib/pg_ext.so`,
        `${TOP}/gems/pg-1.5/vendor/lib/libpq.so.5`,
        `${TOP}/gems/x-1/bin/tool`,
        `${TOP}/stray.so`,
      ].map((path) => join(backing, path)),
    );
  });

  test.each([
    [`${TOP}/gems/pg-1.5/lib/pg_ext.so`, "pg-1.5", true],
    [`${TOP}/extensions/x86_64-linux/3.3.0/pg-1.5/pg_ext.so`, "pg-1.5", true],
    [`${TOP}/bundler/gems/git-0123456789ab/lib/git.so`, "git-0123456789ab", true],
    [`${TOP}/gems/pg-1.5/vendor/lib/libpq.so.5`, "pg-1.5", false],
    [`${TOP}/gems/x-1/bin/tool`, "x-1", false],
  ])("%s is of gem %s, and certainly used: %s", (path, gem, required) => {
    expect(found.find(({ file }) => file === join(backing, path))).toMatchObject({
      path: `/tmp/mm/${path}`,
      gem,
      label: `gem \`${gem}\``,
      required,
    });
  });

  test("may lie in no gem", () => {
    expect(found.find(({ file }) => file.endsWith("/stray.so"))).toMatchObject({
      gem: undefined,
      label: "gem `ruby/3.3.0/stray.so`",
      required: false,
    });
  });

  test("are read", () => {
    const [first] = found;
    expect(first?.bytes.equals(LIBRARY)).toBe(true);
    expect(first?.elf.needed).toEqual(["libc.so.6"]);
  });

  test("are none where there are no gems", async () => {
    expect(await findGemBinaries(join(backing, "none"), "3.3.0", MACHINES.x86_64)).toEqual([]);
  });
});
